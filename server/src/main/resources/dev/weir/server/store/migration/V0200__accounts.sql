-- Who may sign in, with what, and as what.
create table account (
  name          text primary key,
  role          text not null check (role in ('VIEWER', 'DEVELOPER', 'OPERATOR', 'ADMINISTRATOR')),
  password_hash text not null,
  disabled      boolean not null default false,
  failures      integer not null default 0,
  locked_until  timestamptz,
  created_at    timestamptz not null default now(),
  created_by    text not null,
  last_sign_in  timestamptz
);

-- Sessions of browsers and tokens of programs; only the hash of the secret is kept.
create table credential (
  id         uuid primary key default gen_random_uuid(),
  hash       bytea not null unique,
  account    text not null references account on delete cascade,
  kind       text not null check (kind in ('SESSION', 'TOKEN')),
  label      text not null,
  role       text not null check (role in ('VIEWER', 'DEVELOPER', 'OPERATOR', 'ADMINISTRATOR')),
  csrf       text,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz,
  used_from  text
);

create index credential_account on credential (account);
create index credential_expiry on credential (expires_at);
