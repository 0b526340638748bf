-- The demo database: made input, the same on every machine.
-- A line "-- step:" begins a step, which is one transaction; a line that ends in a semicolon ends a statement.
-- Every value follows from its row's number: demo_pick spreads the number with hashint8extended, whose
-- answers PostgreSQL keeps stable because partitions on disk depend on them. No clock, no chance, and no
-- arithmetic that depends on the session's time zone. "Today" is 2025-12-26.

-- step: Types and tables

create table demo_load (version integer primary key, finished boolean not null);

insert into demo_load values (1, false);

create function demo_pick(n bigint, salt integer, size integer) returns integer
  language sql immutable parallel safe
  return ((hashint8extended(n, salt) & 9223372036854775807) % size)::integer;

create type encounter_status as enum ('planned', 'arrived', 'in_progress', 'finished', 'cancelled');

create type claim_status as enum ('draft', 'submitted', 'approved', 'rejected', 'paid');

create table clinics (
  id integer primary key,
  public_id uuid not null,
  name text not null,
  city text not null,
  country char(2) not null,
  time_zone text not null,
  beds smallint,
  opened_on date not null,
  opening_hours time[] not null,
  settings jsonb not null
);

create table providers (
  id integer primary key,
  clinic_id integer not null,
  name text not null,
  specialty text not null,
  licence_number text not null,
  email text not null,
  languages text[] not null,
  hourly_rate numeric(8, 2) not null check (hourly_rate > 0),
  active boolean not null,
  hired_on date not null
);

create table patients (
  id bigint primary key,
  clinic_id integer not null,
  public_id uuid not null,
  name text not null,
  birth_date date not null check (birth_date > '1900-01-01'),
  sex char(1) not null check (sex in ('f', 'm', 'x')),
  national_id text not null,
  email text,
  phone text,
  address text not null,
  contact_preferences jsonb not null,
  allergies text[],
  notes text,
  registered_at timestamptz not null,
  deceased_on date,
  check (deceased_on is null or deceased_on >= birth_date)
);

create table encounters (
  id bigint primary key,
  clinic_id integer not null,
  patient_id bigint not null,
  provider_id integer not null,
  status encounter_status not null,
  kind text not null,
  reason text not null,
  notes text,
  diagnosis_codes text[] not null,
  started_at timestamptz not null,
  ended_at timestamptz,
  check (ended_at is null or ended_at >= started_at)
);

create table observations (
  id bigint primary key,
  clinic_id integer not null,
  encounter_id bigint not null,
  patient_id bigint not null,
  code text not null,
  value numeric(10, 2),
  unit text,
  remark text,
  abnormal boolean not null,
  observed_at timestamptz not null
);

create table prescriptions (
  id bigint primary key,
  clinic_id integer not null,
  encounter_id bigint not null,
  patient_id bigint not null,
  provider_id integer not null,
  medication text not null,
  dose text not null,
  quantity integer not null check (quantity > 0),
  refills smallint not null check (refills >= 0),
  instructions text,
  prescribed_on date not null,
  ends_on date,
  check (ends_on is null or ends_on >= prescribed_on)
);

create table equipment (
  id integer primary key,
  clinic_id integer not null,
  name text not null,
  serial_number text not null,
  price numeric(12, 2) not null check (price > 0),
  purchased_on date not null,
  serviced_on date,
  service_interval interval not null,
  attributes jsonb not null,
  tag bytea not null
);

create table orders (
  id bigint primary key,
  clinic_id integer not null,
  equipment_id integer,
  supplier text not null,
  items jsonb not null,
  total numeric(12, 2) not null check (total >= 0),
  status text not null check (status in ('open', 'shipped', 'delivered', 'returned')),
  tracking_number text not null,
  ordered_at timestamptz not null,
  delivered_at timestamptz
);

create sequence claim_number_seq as integer;

create table claims (
  id bigint primary key,
  clinic_id integer not null,
  encounter_id bigint not null,
  claim_number integer not null default nextval('claim_number_seq'),
  payer text not null,
  amount numeric(12, 2) not null check (amount > 0),
  approved numeric(12, 2),
  status claim_status not null,
  submitted_at timestamptz,
  decided_at timestamptz,
  check (approved <= amount)
);

alter sequence claim_number_seq owned by claims.claim_number;

create table payments (
  id bigint primary key,
  clinic_id integer not null,
  claim_id bigint,
  patient_id bigint not null,
  amount numeric(12, 2) not null check (amount <> 0),
  currency char(3) not null,
  method text not null,
  reference uuid not null,
  paid_at timestamptz not null
);

create table reminders (
  id bigint primary key,
  clinic_id integer not null,
  patient_id bigint not null,
  message text not null,
  attempts integer not null,
  due_at timestamptz not null,
  sent_at timestamptz
) with (autovacuum_enabled = false, toast.autovacuum_enabled = false);

create table device_messages (
  clinic_id integer not null,
  equipment_id integer not null,
  counter bigint not null,
  signal double precision,
  payload json not null,
  received_at timestamp not null
);

-- step: Clinics, providers and equipment

insert into clinics
select n, md5('clinic ' || n)::uuid,
  (array['Riverside', 'Oak Hill', 'Saint Anne', 'Harbour', 'Lindenhof', 'Santa Clara', 'Northgate', 'Belle Vue', 'Kastanien', 'Old Mill'])[1 + (n - 1) % 10]
    || (array[' Clinic', ' Family Practice', ' Medical Centre', ' Children''s Clinic'])[1 + (n - 1) / 10],
  (array['Leeds', 'Hamburg', 'Lyon', 'Porto', 'Kraków', 'Göteborg', 'Valencia', 'Dublin'])[1 + (n - 1) % 8],
  (array['GB', 'DE', 'FR', 'PT', 'PL', 'SE', 'ES', 'IE'])[1 + (n - 1) % 8],
  (array['Europe/London', 'Europe/Berlin', 'Europe/Paris', 'Europe/Lisbon', 'Europe/Warsaw', 'Europe/Stockholm', 'Europe/Madrid', 'Europe/Dublin'])[1 + (n - 1) % 8],
  case when n % 4 = 0 then (10 + demo_pick(n, 1, 90))::smallint end,
  date '1974-01-01' + demo_pick(n, 2, 16000),
  array[time '07:30' + demo_pick(n, 3, 4) * interval '30 minutes', time '17:00' + demo_pick(n, 4, 6) * interval '30 minutes'],
  jsonb_build_object('theme', (array['light', 'dark'])[1 + n % 2], 'reminders', n % 3 > 0, 'slot_minutes', 10 + 5 * (n % 3))
from generate_series(1, 40) n;

insert into providers
select n, 1 + (n - 1) / 15,
  'Dr. ' || (array['Amelia', 'Björn', 'Chiara', 'David', 'Elif', 'Farid', 'Greta', 'Hugo', 'Inês', 'Jonas', 'Katarzyna', 'Liam', 'María', 'Nils', 'Olivia', 'Pavel'])[1 + demo_pick(n, 11, 16)]
    || ' ' || (array['Novak', 'Schmidt', 'O''Brien', 'García', 'Lefèvre', 'Kowalski', 'Lindqvist', 'Costa', 'Haddad', 'Yılmaz', 'Becker', 'Murphy', 'Rossi', 'Svensson', 'Walker'])[1 + demo_pick(n, 12, 15)],
  (array['general practice', 'general practice', 'general practice', 'paediatrics', 'cardiology', 'dermatology', 'orthopaedics', 'gynaecology', 'psychiatry', 'radiology'])[1 + demo_pick(n, 13, 10)],
  'LIC-' || lpad((100000 + n * 37)::text, 7, '0'),
  'provider' || n || '@clinics.example',
  (array['{en}', '{en,de}', '{en,fr}', '{pl,en,de}', '{pt,es}', '{sv,en}'])[1 + demo_pick(n, 14, 6)]::text[],
  60 + demo_pick(n, 15, 18000) / 100.0,
  demo_pick(n, 16, 20) > 0,
  date '2005-01-01' + demo_pick(n, 17, 7400)
from generate_series(1, 600) n;

insert into equipment
select n, 1 + demo_pick(n, 21, 40) * demo_pick(n, 22, 40) / 40,
  (array['Ultrasound scanner', 'ECG recorder', 'Autoclave', 'Defibrillator', 'X-ray unit', 'Infusion pump', 'Spirometer', 'Centrifuge', 'Patient monitor', 'Refrigerator'])[1 + demo_pick(n, 23, 10)],
  'SN-' || upper(substr(md5('equipment ' || n), 1, 10)) || '-' || n,
  120 + demo_pick(n, 24, 950) * demo_pick(n, 25, 950) / 10.0,
  date '2012-01-01' + demo_pick(n, 26, 5000),
  case when demo_pick(n, 27, 5) > 0 then date '2025-01-01' + demo_pick(n, 28, 360) end,
  (array[interval '6 months', interval '1 year', interval '2 years'])[1 + demo_pick(n, 29, 3)],
  jsonb_build_object('room', (array['A', 'B', 'C'])[1 + n % 3] || 100 + n % 40, 'voltage', 230, 'certificates', jsonb_build_array('CE', 'ISO-' || 9000 + n % 500)),
  decode(md5('tag ' || n), 'hex')
from generate_series(1, 3000) n;

-- step: Patients

insert into patients
select n, 1 + u * u / 2500000, md5('patient ' || n)::uuid,
  (array['Anna', 'Ben', 'Clara', 'Daniel', 'Emma', 'Felix', 'Giulia', 'Hannah', 'Ibrahim', 'Júlia', 'Karl', 'Léa', 'Mateusz', 'Nora', 'Oskar', 'Paula', 'Quentin', 'Rosa', 'Samuel', 'Teresa', 'Umut', 'Vera', 'William', 'Zoë'])[1 + demo_pick(n, 32, 24)]
    || case when demo_pick(n, 33, 6) = 0 then ' ' || chr(65 + demo_pick(n, 34, 26)) || '.' else '' end
    || ' ' || (array['Adler', 'Brown', 'Carvalho', 'Dubois', 'Eriksson', 'Fischer', 'González', 'Hoffmann', 'Ivanov', 'Jensen', 'Kamiński', 'Laurent', 'Müller', 'Nowak', 'O''Connor', 'Pereira', 'Quinn', 'Romero', 'Smith', 'Taylor', 'Ünal', 'Virtanen', 'Wagner', 'Young', 'Zieliński'])[1 + demo_pick(n, 35, 25)],
  b.birth,
  (array['f', 'f', 'f', 'f', 'f', 'f', 'f', 'f', 'f', 'f', 'm', 'm', 'm', 'm', 'm', 'm', 'm', 'm', 'm', 'x'])[1 + demo_pick(n, 38, 20)],
  lpad((n * 7919 % 1000003)::text, 7, '0') || '-' || lpad(demo_pick(n, 39, 10000)::text, 4, '0') || '-' || n % 97,
  case when demo_pick(n, 40, 10) < 8 then 'patient' || n || '@' || (array['mail.example', 'post.example', 'inbox.example'])[1 + demo_pick(n, 41, 3)] end,
  case when demo_pick(n, 42, 20) > 0 then '+44 7700 9' || lpad(demo_pick(n, 43, 100000)::text, 5, '0') end,
  1 + demo_pick(n, 44, 240) || ' ' || (array['High Street', 'Station Road', 'Church Lane', 'Mill Lane', 'Hauptstraße', 'Rua Nova', 'Rue du Moulin', 'Kungsgatan', 'ul. Długa', 'Calle Mayor'])[1 + demo_pick(n, 45, 10)]
    || ', ' || lpad(demo_pick(n, 46, 100000)::text, 5, '0') || ' ' || (array['Leeds', 'Hamburg', 'Lyon', 'Porto', 'Kraków', 'Göteborg', 'Valencia', 'Dublin'])[1 + u * u / 2500000 % 8],
  case demo_pick(n, 47, 4)
    when 0 then '{"channel": "e-mail", "language": "en"}'
    when 1 then '{"channel": "phone", "language": "de", "hours": {"from": "17:00", "to": "20:00"}}'
    when 2 then '{"channel": "letter", "language": "fr", "newsletter": false}'
    else '{"channel": "sms", "language": "en", "newsletter": true, "reminder_hours": [48, 2]}' end::jsonb,
  case demo_pick(n, 48, 8) when 0 then '{penicillin}' when 1 then '{latex,"tree nuts"}' when 2 then '{}' end::text[],
  case when demo_pick(n, 49, 12) = 0 then 'Prefers appointments in the ' || (array['morning', 'afternoon', 'evening'])[1 + demo_pick(n, 50, 3)] || E'.\nBring previous results.' end,
  greatest(to_timestamp(1420070400 + demo_pick(n, 51, 3900) * 86400 + 28800 + demo_pick(n, 52, 36000)), (b.birth + 1)::timestamp at time zone 'UTC'),
  case when demo_pick(n, 53, 50) = 0 then date '2025-12-25' - demo_pick(n, 54, 20) end
from generate_series(1, 40000) n, lateral (select demo_pick(n, 31, 10000) as u offset 0) skew,
  lateral (select date '2025-12-01' - demo_pick(n, 36, 31000) * (30 + demo_pick(n, 37, 71)) / 100 as birth offset 0) b;

-- step: Encounters

insert into encounters
select n, p.clinic_id, p.id, (p.clinic_id - 1) * 15 + 1 + demo_pick(n, 61, 15) * demo_pick(n, 62, 15) / 15,
  case when d.day > 1090 then 'planned' when demo_pick(n, 63, 14) = 0 then 'cancelled'
    when d.day = 1090 then (array['arrived', 'in_progress'])[1 + n % 2] else 'finished' end::encounter_status,
  (array['consultation', 'consultation', 'consultation', 'check-up', 'check-up', 'vaccination', 'emergency', 'telephone'])[1 + demo_pick(n, 64, 8)],
  (array['cough', 'back pain', 'routine check-up', 'headache', 'skin rash', 'blood pressure', 'diabetes follow-up', 'vaccination', 'sprained ankle', 'sleep problems', 'fatigue', 'prescription renewal'])[1 + demo_pick(n, 65, 12) * demo_pick(n, 66, 12) / 12],
  case when demo_pick(n, 67, 10) < 4 then
    'Patient reports symptoms for ' || 1 + demo_pick(n, 68, 20) || ' days.'
    || case when demo_pick(n, 69, 6) = 0 then repeat(' No fever, appetite unchanged, sleeps through the night; advised rest and fluids, to return if it gets worse.', 1 + demo_pick(n, 70, 12)) else ' Advised rest.' end end,
  case demo_pick(n, 71, 6) when 0 then '{}' when 1 then '{J06.9}' when 2 then '{I10,E11.9}' when 3 then '{M54.5}' when 4 then '{Z00.0}' else '{R51,G47.0}' end::text[],
  t.started, case when d.day < 1090 then t.started + (5 + demo_pick(n, 72, 55)) * interval '1 minute' end
from generate_series(1, 120000) n
  join patients p on p.id = 1 + demo_pick(n, 73, 40000) * (20 + demo_pick(n, 74, 81)) / 100,
  lateral (select greatest(demo_pick(n, 75, 1097), demo_pick(n, 76, 1097)) as day offset 0) d,
  lateral (select to_timestamp(1672531200 + d.day * 86400 + 28800 + demo_pick(n, 77, 120) * 300) as started offset 0) t
order by n;

-- step: Observations

insert into observations
select n, e.clinic_id, e.id, e.patient_id,
  (array['body-weight', 'heart-rate', 'body-temperature', 'systolic-pressure', 'diastolic-pressure', 'blood-glucose', 'oxygen-saturation', 'hba1c'])[1 + k],
  case when demo_pick(n, 82, 60) > 0 then
    (array[48.0, 55, 35.8, 98, 60, 4.0, 91, 4.6])[1 + k] + (array[0.55, 0.60, 0.035, 0.72, 0.45, 0.09, 0.09, 0.07])[1 + k] * demo_pick(n, 83, 101) end,
  (array['kg', '/min', '°C', 'mmHg', 'mmHg', 'mmol/L', '%', '%'])[1 + k],
  case when demo_pick(n, 82, 60) = 0 then 'not measured: ' || (array['patient declined', 'device busy', 'cuff too small'])[1 + n % 3] end,
  demo_pick(n, 83, 101) > 88, e.started_at + demo_pick(n, 84, 300) * interval '1 second'
from generate_series(1, 180000) n
  join encounters e on e.id = 1 + demo_pick(n, 85, 120000) and e.status = 'finished',
  lateral (select demo_pick(n, 81, 8) as k offset 0) kind
order by n;

-- step: Prescriptions and orders

insert into prescriptions
select n, e.clinic_id, e.id, e.patient_id, e.provider_id,
  (array['amoxicillin', 'ibuprofen', 'paracetamol', 'metformin', 'ramipril', 'atorvastatin', 'levothyroxine', 'salbutamol', 'omeprazole', 'sertraline'])[1 + demo_pick(n, 91, 10)],
  (array['5 mg', '10 mg', '20 mg', '250 mg', '500 mg', '100 µg'])[1 + demo_pick(n, 92, 6)],
  (array[10, 20, 28, 30, 56, 100])[1 + demo_pick(n, 93, 6)], demo_pick(n, 94, 4),
  case when demo_pick(n, 95, 3) > 0 then (array['Once a day, in the morning', 'Twice a day with food', 'As needed, at most 4 a day'])[1 + demo_pick(n, 96, 3)] end,
  d.day, case when demo_pick(n, 97, 4) > 0 then d.day + 7 * (1 + demo_pick(n, 98, 12)) end
from generate_series(1, 45000) n
  join encounters e on e.id = 1 + demo_pick(n, 99, 120000) and e.status = 'finished',
  lateral (select (e.started_at at time zone 'UTC')::date as day) d
order by n;

insert into orders
select n, coalesce(e.clinic_id, 1 + u * u / 2500000), e.id,
  (array['MedSupply Ltd', 'Apotheka GmbH', 'Clinique Direct', 'NordCare AB', 'Farmácia Central'])[1 + demo_pick(n, 102, 5)],
  jsonb_build_array(jsonb_build_object('article', 'A-' || 1000 + demo_pick(n, 103, 900), 'quantity', 1 + demo_pick(n, 104, 40)),
    jsonb_build_object('article', 'B-' || 1000 + demo_pick(n, 105, 900), 'quantity', 1 + demo_pick(n, 106, 5))),
  demo_pick(n, 107, 900) * demo_pick(n, 108, 900) / 100.0,
  case when d.day > 1085 then 'open' when d.day > 1078 then 'shipped' when demo_pick(n, 109, 40) = 0 then 'returned' else 'delivered' end,
  'TRK' || lpad((n::bigint * 48271 % 2147483647)::text, 10, '0'),
  t.ordered, case when d.day <= 1078 then t.ordered + (1 + demo_pick(n, 110, 9)) * interval '24 hours' end
from generate_series(1, 40000) n
  left join equipment e on e.id = 1 + demo_pick(n, 111, 3000) and demo_pick(n, 112, 4) = 0,
  lateral (select demo_pick(n, 101, 10000) as u offset 0) skew,
  lateral (select greatest(demo_pick(n, 113, 1091), demo_pick(n, 114, 1091)) as day offset 0) d,
  lateral (select to_timestamp(1672531200 + d.day * 86400 + 28800 + demo_pick(n, 115, 36000)) as ordered offset 0) t
order by n;

-- step: Claims and payments

insert into claims
select n, e.clinic_id, e.id, 2147347000 + n,
  (array['Northern Health Fund', 'Allgemeine Kasse', 'Mutuelle du Rhône', 'Seguro Vida', 'self-pay'])[1 + demo_pick(n, 121, 5) * demo_pick(n, 122, 5) / 5],
  a.amount, case when s.status in ('approved', 'paid') then a.amount * (100 - 10 * demo_pick(n, 124, 3)) / 100 end,
  s.status, case when s.status <> 'draft' then e.started_at + 60 * (1 + demo_pick(n, 125, 10)) * interval '1 minute' end,
  case when s.status not in ('draft', 'submitted') then e.started_at + 1440 * (12 + demo_pick(n, 126, 40)) * interval '1 minute' end
from generate_series(1, 45000) n
  join encounters e on e.id = 2 * n + n % 2 and e.status = 'finished',
  lateral (select 25 + demo_pick(n, 123, 900) * demo_pick(n, 127, 900) / 800.0 as amount offset 0) a,
  lateral (select (array['draft', 'submitted', 'submitted', 'approved', 'rejected', 'paid', 'paid', 'paid', 'paid', 'paid'])[1 + demo_pick(n, 128, case when e.started_at < '2025-10-01 00:00:00+00' then 10 else 3 end)]::claim_status as status offset 0) s
order by n;

select setval('claim_number_seq', 2147392000);

insert into payments
select row_number() over (order by c.id), c.clinic_id, c.id, e.patient_id, c.approved,
  case when k.country = 'GB' then 'GBP' when k.country = 'PL' then 'PLN' when k.country = 'SE' then 'SEK' else 'EUR' end,
  case when c.payer = 'self-pay' then (array['card', 'cash'])[1 + demo_pick(c.id, 131, 2)] else 'transfer' end,
  md5('payment ' || c.id)::uuid, c.decided_at + demo_pick(c.id, 132, 20 * 86400) * interval '1 second'
from claims c join encounters e on e.id = c.encounter_id join clinics k on k.id = c.clinic_id
where c.status = 'paid';

insert into payments
select 30000 + n, p.clinic_id, null, p.id,
  case when demo_pick(n, 133, 25) = 0 then -5 - demo_pick(n, 134, 4000) / 100.0 else 5 + demo_pick(n, 134, 9000) / 100.0 end,
  'EUR', (array['card', 'card', 'cash'])[1 + demo_pick(n, 135, 3)], md5('counter ' || n)::uuid,
  to_timestamp(1672531200 + demo_pick(n, 136, 1090) * 86400 + 28800 + demo_pick(n, 137, 36000))
from generate_series(1, 12000) n join patients p on p.id = 1 + demo_pick(n, 138, 40000)
order by n;

-- step: Reminders and device messages

insert into reminders
select n, p.clinic_id, p.id, 'Dear ' || p.name || ', your next check-up is due. Please call us to arrange a date.', 0,
  to_timestamp(1767225600 + demo_pick(n, 141, 90) * 86400 + 28800), null
from generate_series(1, 20000) n join patients p on p.id = 1 + demo_pick(n, 142, 40000)
order by n;

insert into device_messages
select e.clinic_id, e.id, 9007199254740992 + n::bigint * 1000003,
  case when demo_pick(n, 152, 30) > 0 then demo_pick(n, 153, 2000) / 16.0 - 40 end,
  json_build_object('seq', n, 'state', (array['ok', 'ok', 'ok', 'warning'])[1 + demo_pick(n, 154, 4)], 'battery', demo_pick(n, 155, 101)),
  timestamp '2025-11-26 00:00:00' + n * interval '107 seconds'
from generate_series(1, 24000) n join equipment e on e.id = 1 + demo_pick(n, 151, 3000)
order by n;

-- step: Keys and indexes

alter table providers add unique (licence_number);

alter table equipment add unique (serial_number);

alter table patients add unique (national_id);

alter table claims add unique (claim_number);

create index providers_clinic on providers (clinic_id, name);

create index patients_clinic_name on patients (clinic_id, name);

create index encounters_patient on encounters (patient_id, started_at);

create index encounters_clinic on encounters (clinic_id, started_at);

create index encounters_provider on encounters (provider_id, started_at);

create index observations_encounter on observations (encounter_id);

create index observations_clinic on observations (clinic_id, observed_at);

create index prescriptions_clinic on prescriptions (clinic_id, prescribed_on);

create index prescriptions_patient on prescriptions (patient_id);

create index prescriptions_provider on prescriptions (provider_id);

create index equipment_clinic on equipment (clinic_id);

create index orders_clinic on orders (clinic_id, ordered_at);

create index orders_equipment on orders (equipment_id);

create index claims_encounter on claims (encounter_id);

create index claims_clinic on claims (clinic_id, status);

create index payments_claim on payments (claim_id);

create index payments_patient on payments (patient_id);

create index payments_clinic on payments (clinic_id, paid_at);

create index reminders_clinic on reminders (clinic_id, due_at);

create index reminders_patient on reminders (patient_id);

create index device_messages_clinic on device_messages (clinic_id, received_at);

create index device_messages_equipment on device_messages (equipment_id);

alter table providers add foreign key (clinic_id) references clinics;

alter table patients add foreign key (clinic_id) references clinics;

alter table encounters
  add foreign key (clinic_id) references clinics,
  add foreign key (patient_id) references patients,
  add foreign key (provider_id) references providers;

alter table observations
  add foreign key (clinic_id) references clinics,
  add foreign key (encounter_id) references encounters;

alter table prescriptions
  add foreign key (clinic_id) references clinics,
  add foreign key (encounter_id) references encounters,
  add foreign key (patient_id) references patients,
  add foreign key (provider_id) references providers;

alter table equipment add foreign key (clinic_id) references clinics;

alter table orders
  add foreign key (clinic_id) references clinics,
  add foreign key (equipment_id) references equipment;

alter table claims
  add foreign key (clinic_id) references clinics,
  add foreign key (encounter_id) references encounters;

alter table payments
  add foreign key (clinic_id) references clinics,
  add foreign key (claim_id) references claims,
  add foreign key (patient_id) references patients;

alter table reminders
  add foreign key (clinic_id) references clinics,
  add foreign key (patient_id) references patients;

alter table device_messages
  add foreign key (clinic_id) references clinics,
  add foreign key (equipment_id) references equipment;

-- step: Views and descriptions

create view open_claims as
select c.id, c.clinic_id, k.name as clinic, c.claim_number, c.payer, c.amount, c.submitted_at
from claims c join clinics k on k.id = c.clinic_id
where c.status = 'submitted';

create materialized view clinic_months as
select e.clinic_id, date_trunc('month', e.started_at at time zone 'UTC')::date as month,
  count(*) as encounters, count(distinct e.patient_id) as patients, coalesce(sum(c.approved), 0) as approved
from encounters e left join claims c on c.encounter_id = e.id
group by 1, 2
order by 1, 2;

create unique index clinic_months_key on clinic_months (clinic_id, month);

comment on table clinics is 'The tenants: each clinic sees its own rows alone.';

comment on table providers is 'Doctors who see patients at a clinic.';

comment on table patients is 'People in care. All made up; personal data in shape only.';

comment on column patients.national_id is 'Made-up national identity number. Personal.';

comment on column patients.email is 'Personal. Unknown for one patient in five.';

comment on column patients.phone is 'Personal. From a range reserved for fiction.';

comment on column patients.address is 'Personal. Street, postal code and city in one line.';

comment on column patients.contact_preferences is 'Channel and language, by the patient''s own choice.';

comment on table encounters is 'Visits and calls, from 2023 to the end of 2025, a few planned.';

comment on column encounters.diagnosis_codes is 'ICD-10 codes, none where nothing was found.';

comment on table observations is 'What was measured during an encounter.';

comment on column observations.patient_id is 'Repeated from the encounter.';

comment on table prescriptions is 'Medication prescribed during an encounter.';

comment on table equipment is 'Devices of a clinic.';

comment on column equipment.tag is 'What the radio tag on the device answers.';

comment on table orders is 'Supplies and spare parts ordered by a clinic.';

comment on column orders.tracking_number is 'Scanned at each delivery.';

comment on table claims is 'Bills sent to those who insure the patients.';

comment on table payments is 'Money received, from payers and at the counter; refunds are negative.';

comment on table reminders is 'Messages to be sent; rewritten at each attempt.';

comment on table device_messages is 'What devices report, as it comes.';

comment on view open_claims is 'Claims that await a decision.';

comment on materialized view clinic_months is 'Work and income of each clinic by month.';

comment on table demo_load is 'Whether the demo database is complete.';

-- step: Statistics

analyze clinics, providers, patients, encounters, observations, prescriptions, equipment, orders, claims, payments, reminders, device_messages, clinic_months;

-- step: A day of work

select count((select o.id from orders o where o.tracking_number = 'TRK' || n limit 1)) from generate_series(1, 150) n;

select count((select p.name from providers p where p.clinic_id = n order by p.name limit 1)) from generate_series(1, 40) n;

select count((select p.name from patients p where p.clinic_id = n and p.name >= 'M' order by p.name limit 1)) from generate_series(1, 40) n;

select count((select max(e.started_at) from encounters e where e.patient_id = n)) from generate_series(1, 300) n;

select count((select max(e.started_at) from encounters e where e.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(e.started_at) from encounters e where e.provider_id = n)) from generate_series(1, 600) n;

select count((select max(o.value) from observations o where o.encounter_id = n)) from generate_series(1, 300) n;

select count((select max(o.observed_at) from observations o where o.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(r.prescribed_on) from prescriptions r where r.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(r.medication) from prescriptions r where r.patient_id = n)) from generate_series(1, 300) n;

select count((select max(r.medication) from prescriptions r where r.provider_id = n)) from generate_series(1, 100) n;

select count((select max(e.price) from equipment e where e.clinic_id = 30 + n)) from generate_series(1, 10) n;

select count((select max(o.ordered_at) from orders o where o.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(o.total) from orders o where o.equipment_id = n)) from generate_series(1, 100) n;

select count((select max(c.amount) from claims c where c.encounter_id = n)) from generate_series(1, 300) n;

select count((select max(c.amount) from claims c where c.clinic_id = n and c.status = 'draft')) from generate_series(20, 40) n;

select count((select max(p.amount) from payments p where p.claim_id = n)) from generate_series(1, 300) n;

select count((select max(p.amount) from payments p where p.patient_id = n)) from generate_series(1, 300) n;

select count((select max(p.paid_at) from payments p where p.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(r.due_at) from reminders r where r.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(r.due_at) from reminders r where r.patient_id = n)) from generate_series(1, 100) n;

select count((select max(m.received_at) from device_messages m where m.clinic_id = n)) from generate_series(1, 40) n;

select count((select max(m.counter) from device_messages m where m.equipment_id = n)) from generate_series(1, 100) n;

-- step: Planted faults

create index encounters_reason on encounters (reason);

create index patients_clinic_name_copy on patients (clinic_id, name);

update reminders set attempts = 1, due_at = due_at + interval '24 hours' where id > 0;

update reminders set attempts = 2, due_at = due_at + interval '24 hours' where id > 0;

update reminders set attempts = 3, due_at = due_at + interval '24 hours' where id > 0;

update reminders set attempts = 4, sent_at = due_at where id > 0;

delete from reminders where id % 5 < 3;

drop function demo_pick(bigint, integer, integer);

update demo_load set finished = true where not finished;
