-- The schedules of reports, as the servers' configurations say them.
create table report_schedule (
  name text primary key,
  definition text not null,
  zone text not null,
  declared_by text not null,
  attempts integer not null default 0,
  last_operation uuid
);

-- What is told to channels by name has no audience.
alter table notice alter column audience drop not null;
alter table notice add column channels text[];
alter table notice add check (audience is not null or channels is not null);
