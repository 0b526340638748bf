-- Alerts that are pending or firing. Spans are counted from round to round, never taken from two readings of a clock.
create table alert (
  rule     text not null,
  database text not null,
  subject  text not null,
  state    text not null check (state in ('PENDING', 'FIRING')),
  severity text not null check (severity in ('INFO', 'WARNING', 'CRITICAL')),
  value    double precision not null,
  broken   bigint not null,
  good     bigint not null,
  waited   bigint not null,
  told     boolean not null,
  began    timestamptz not null,
  fired    timestamptz,
  primary key (rule, database, subject)
);

comment on column alert.broken is 'in milliseconds, as are good and waited';

-- Every change of an alert's state.
create table alert_event (
  id       bigint generated always as identity primary key,
  at       timestamptz not null default now(),
  rule     text not null,
  database text not null,
  subject  text not null,
  state    text not null check (state in ('PENDING', 'FIRING', 'RESOLVED')),
  severity text not null,
  value    double precision not null
);

create index alert_event_at on alert_event (at);

-- The servers that look, and the rules of which they know nothing, separated by commas.
create table alert_node (
  node    text primary key,
  seen    timestamptz not null,
  unknown text not null
);

-- What each server found broken when it looked last.
create table alert_finding (
  node     text not null references alert_node on delete cascade,
  rule     text not null,
  database text not null,
  subject  text not null,
  value    double precision not null,
  primary key (node, rule, database, subject)
);

-- When the rules were judged last, by whichever server.
create table alert_round (
  only_one boolean primary key default true check (only_one),
  at       timestamptz not null
);

create table alert_silence (
  id       uuid primary key default gen_random_uuid(),
  rule     text,
  database text,
  until    timestamptz not null,
  author   text not null,
  reason   text not null,
  created  timestamptz not null default now()
);

-- What is to be told on which channel; a row without an end is still to be sent.
create table alert_notice (
  id       uuid primary key default gen_random_uuid(),
  channel  text not null,
  body     jsonb not null,
  attempts integer not null default 0,
  due      timestamptz not null default now(),
  created  timestamptz not null default now(),
  ended    timestamptz,
  error    text
);

create index alert_notice_due on alert_notice (due) where ended is null;
