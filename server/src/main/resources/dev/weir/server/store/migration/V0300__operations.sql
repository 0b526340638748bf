-- How much of an operation is done, in bytes; how it failed; and when its server was last seen at it.
alter table operation
  add column done bigint,
  add column expected bigint,
  add column remaining_millis bigint,
  add column code text,
  add column beat timestamptz not null default now();

create index operation_running on operation (server) where state = 'RUNNING';
