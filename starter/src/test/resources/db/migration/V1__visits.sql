create table visits (id bigint generated always as identity primary key, patient text not null check (patient <> $$nobody$$));
