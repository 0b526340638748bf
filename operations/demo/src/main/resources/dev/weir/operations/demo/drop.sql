-- Takes away what an unfinished load left; run only where the table demo_load says that there was one.

-- step: Clear an unfinished load

drop materialized view if exists clinic_months;

drop view if exists open_claims;

drop table if exists
  payments, claims, prescriptions, observations, orders, device_messages, reminders,
  encounters, patients, equipment, providers, clinics, demo_load;

drop sequence if exists claim_number_seq;

drop type if exists encounter_status;

drop type if exists claim_status;

drop function if exists demo_pick(bigint, integer, integer);
