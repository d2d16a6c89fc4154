-- SPDX-License-Identifier: MIT
-- Names are found and sorted by what their spellings have in common. The program fills these columns.
alter table parties add column name_key text;
alter table services add column name_key text;
alter table services add column family_key text;
drop index parties_name;
drop index services_name;
create index parties_name on parties (name_key, row);
create index services_name on services (name_key, row);
create index services_family on services (family_key, row) where family_key is not null;
