-- On whose behalf an operation was begun; a tenant's token sees those of its own tenant alone.
alter table operation add column tenant text;
