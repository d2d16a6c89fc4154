-- SPDX-License-Identifier: MIT
-- Who answers for a relationship is a user, of whom accounts tell how they are reached. Read anew from the registry's events.
drop table known_managers;
create table known_managers (
    id text primary key, version bigint not null, party text not null, type bigint not null, user_id text
);
create index known_managers_party on known_managers (party);
delete from kit_cursors where consumer = 'projection' and source = 'registry';
