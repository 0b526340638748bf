-- Who did what, where, when, from where, and what came of it. Rows are only ever added.
create table audit (
  id          bigint generated always as identity primary key,
  at          timestamptz not null,
  principal   text not null,
  role        text not null,
  origin      text not null,
  action      text not null,
  target      text not null,
  tenant      text,
  fingerprint text,
  statement   text,
  rows        bigint,
  micros      bigint,
  result      text not null,
  correlation text
);

create index audit_at on audit (at);
create index audit_principal on audit (principal, at);
create index audit_target on audit (target, at);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit table is append-only';
end
$$;

create trigger audit_append_only before update or delete on audit
  for each row execute function audit_is_append_only();

create trigger audit_no_truncate before truncate on audit
  for each statement execute function audit_is_append_only();
