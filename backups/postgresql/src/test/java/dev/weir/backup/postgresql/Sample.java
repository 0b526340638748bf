package dev.weir.backup.postgresql;

import dev.weir.api.Database;

/**
 * A small hospital with what dumps trip over: sequences, keys in circles, odd names, every type.
 */
final class Sample {
  private Sample() {}

  static void fill(Database database) {
    for (String statement : STATEMENTS.split(";\n")) {
      database.update(statement);
    }
  }

  private static final String STATEMENTS =
      """
      create schema "Odd Schema";
      create table countries (code text primary key, name text not null);
      create table clinics (clinic_id int primary key, name text not null, country text references countries);
      create table patients (id bigint generated always as identity primary key, clinic_id int not null references clinics, name text not null, born date, photo bytea, extra jsonb, weight double precision, double_weight double precision generated always as (weight * 2) stored);
      create index patients_name on patients (lower(name));
      create table visits (id bigserial primary key, patient_id bigint not null references patients, at timestamptz not null default now(), note text, previous bigint references visits);
      create table counters (value bigint not null, id int primary key default 1);
      create table "Odd Schema"."odd ""table" ("a column" text, "Ünïcode" numeric, span interval);
      create table measures (day date not null, value numeric) partition by range (day);
      create table measures_2025 partition of measures for values from ('2025-01-01') to ('2026-01-01');
      create table measures_2026 partition of measures for values from ('2026-01-01') to ('2027-01-01');
      create view clinic_sizes as select clinic_id, count(*) from patients group by 1;
      insert into countries values ('SE', 'Sweden'), ('DK', 'Denmark'), ('FI', 'Finland');
      insert into clinics values (1, 'Uppsala', 'SE'), (2, 'Aarhus', 'DK'), (3, 'Turku', 'FI');
      insert into patients (clinic_id, name, born, photo, extra, weight) select 1 + g % 3, 'name ' || g || E'\\t\\n\\\\ end', date '1950-01-01' + g, decode(md5(g::text), 'hex'), jsonb_build_object('n', g), g / 7.0 from generate_series(1, 3000) g;
      insert into visits (patient_id, note) select 1 + g % 3000, repeat('note ' || g, 5) from generate_series(1, 20000) g;
      update visits set previous = id - 3000 where id > 3000;
      insert into counters values (0);
      insert into "Odd Schema"."odd ""table" values ('tab\there', 1.50, '1 day 2 hours'), (null, 'NaN', null), ('', -0.0, '-1 month');
      insert into measures select date '2025-06-01' + g, g from generate_series(1, 400) g
      """;
}
