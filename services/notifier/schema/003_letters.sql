-- SPDX-License-Identifier: MIT
-- Letters are written to whoever speaks for a party, and tell times in their zone.
alter table known_parties add column time_zone text;
create table known_contacts (id text primary key, version bigint not null, person text not null, language text, inactive bigint not null);
-- What the registry told before is read anew for that.
delete from kit_cursors where consumer = 'projection' and source = 'registry';
