-- What was begun, applied and undone by advice, of all servers that share this store. The entry is
-- as journals write it; those of the files of homes are taken over.
create table advice_journal (
  id       bigint generated always as identity primary key,
  at       timestamptz not null,
  database text not null,
  advice   text not null,
  state    text not null,
  entry    jsonb not null,
  unique (database, advice, state, at)
);
