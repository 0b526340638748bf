-- What was seen of databases over time. A series is one number of one database; its points are kept
-- by the minute, the hour and the day, each with how many looks they sum up. The partitions, one for
-- each day of minutes and each month of hours, are made by the server and dropped when they are old.
create table monitor_series (
  id       bigint generated always as identity primary key,
  database text not null,
  metric   text not null,
  about    text not null,
  seen     timestamptz not null,
  unique (database, metric, about)
);

create table monitor_minute (
  series bigint not null,
  at     timestamptz not null,
  looks  integer not null,
  total  double precision not null,
  low    double precision not null,
  high   double precision not null,
  primary key (series, at)
) partition by range (at);

create table monitor_hour (like monitor_minute including indexes) partition by range (at);

create table monitor_day (like monitor_minute including indexes);

create table monitor_gap (
  database text not null,
  what     text not null,
  reason   text not null,
  mend     text not null,
  at       timestamptz not null
);

create index monitor_gap_database on monitor_gap (database);

create table monitor_statement (
  database    text not null,
  fingerprint text not null,
  text        text not null,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null,
  primary key (database, fingerprint)
);

create table monitor_plan (
  database    text not null,
  fingerprint text not null,
  hash        text not null,
  tree        text not null,
  words       text not null,
  seconds     double precision not null,
  first_seen  timestamptz not null,
  last_seen   timestamptz not null,
  primary key (database, fingerprint, hash)
);

-- Which server looks at a database when several share this store.
create table monitor_turn (
  database text primary key,
  server   text not null,
  until    timestamptz not null
);
