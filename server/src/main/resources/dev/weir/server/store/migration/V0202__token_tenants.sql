-- A token may be of one tenant alone, named as scopes of backups name it: COLUMN:VALUE.
alter table credential add column tenant text;
