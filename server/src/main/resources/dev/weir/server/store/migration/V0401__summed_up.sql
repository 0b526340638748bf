-- Up to when points have been summed up into hours and into days, by the store's clock: what was
-- written before all servers stopped for a while is summed up by the next one.
create table monitor_summed (
  unit  text primary key,
  until timestamptz not null
);
