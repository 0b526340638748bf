-- The schedules of backups, and how each went last.
create table backup_schedule (
  name text primary key,
  definition text not null,
  zone text not null,
  declared_by text not null,
  attempts integer not null default 0,
  last_started timestamptz,
  last_ended timestamptz,
  last_state text check (last_state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  last_message text not null default '',
  last_operation uuid,
  last_server text
);

-- How each database stands, as the last look at the repository saw it, and what failed since the store is.
create table backup_standing (
  database text primary key,
  looked timestamptz,
  last_good timestamptz,
  last_proven timestamptz,
  covered timestamptz,
  source_bytes bigint,
  stored_bytes bigint,
  took_millis bigint,
  misses text[] not null default '{}',
  failures bigint not null default 0,
  failed_proofs bigint not null default 0
);

-- What people are told; once, whichever server finds it.
create table notice (
  id text primary key,
  audience text not null,
  body jsonb not null,
  at timestamptz not null default now(),
  deliveries jsonb not null default '{}',
  attempts integer not null default 0,
  done timestamptz
);

create index notice_at on notice (at);
