-- SPDX-License-Identifier: MIT
-- Who speaks for whom, as what, and which tags parties have: rules tell contacts by their role or their party's tag.
alter table known_parties add column retired bigint not null default 0;
alter table known_contacts add column party text;
alter table known_contacts add column role text;
create index known_contacts_party on known_contacts (party, role);
create table known_tags (tag text not null, party text not null, primary key (tag, party));
create index known_tags_party on known_tags (party);
-- What the registry told before is read anew for that.
delete from kit_cursors where consumer = 'projection' and source = 'registry';
