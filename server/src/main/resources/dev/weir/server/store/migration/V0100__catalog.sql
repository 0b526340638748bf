-- Every version of every definition; the highest version of a name counts, and null text means that it was removed.
create table definition_version (
  name text not null,
  version integer not null check (version > 0),
  yaml text,
  author text not null,
  reason text not null default '',
  at timestamptz not null default now(),
  primary key (name, version)
);

-- Long work on a database, with its progress.
create table operation (
  id uuid primary key,
  kind text not null,
  target text not null,
  state text not null check (state in ('RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
  step integer not null default 0,
  steps integer not null default 0,
  message text not null default '',
  author text not null,
  server text not null,
  started timestamptz not null default now(),
  ended timestamptz,
  cancel_requested boolean not null default false,
  result jsonb,
  check ((state = 'RUNNING') = (ended is null))
);

create index operation_started on operation (started desc, id);

-- Answers to requests with an Idempotency-Key; a row without a status is a request under way.
create table idempotency_key (
  principal text not null,
  key text not null,
  fingerprint bytea not null,
  status integer,
  content_type text,
  location text,
  etag text,
  body bytea,
  at timestamptz not null default now(),
  primary key (principal, key)
);

create index idempotency_key_at on idempotency_key (at);
