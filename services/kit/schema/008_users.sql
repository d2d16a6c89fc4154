-- SPDX-License-Identifier: MIT
-- Our users, as accounts tell of them, in services whose commands name some.
create table kit_users (
    id text primary key, version bigint not null, name text not null, name_key text not null, full_name text,
    email text, email_key text, active bigint not null
);
create index kit_users_name on kit_users (name_key);
create index kit_users_email on kit_users (email_key) where email_key is not null;
