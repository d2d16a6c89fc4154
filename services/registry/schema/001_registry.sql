-- SPDX-License-Identifier: MIT
create table parties (
    row $row, id text not null unique, version bigint not null,
    name text not null, country text, parent text, retired bigint not null, body text not null
);
create index parties_name on parties (coalesce(name, '~'), row);
create index parties_parent on parties (parent);
create search table parties_search;
create table parties_tags (row bigint not null, value text not null, primary key (value, row));
create index parties_tags_row on parties_tags (row);

-- What other systems call a party, and what it shares with others that may be the same one.
create table party_references (
    system text not null, reference text not null, party text not null, primary key (system, reference)
);
create index party_references_party on party_references (party);
create table party_likenesses (likeness text not null, party text not null, primary key (likeness, party));
create index party_likenesses_party on party_likenesses (party);

create table contacts (
    row $row, id text not null unique, version bigint not null,
    person text not null, party text not null, role text not null, inactive bigint not null, body text not null
);
create unique index contacts_link on contacts (party, person, role);
create index contacts_person on contacts (person);

create table relationships (
    row $row, id text not null unique, version bigint not null,
    party text not null, type text not null, stage text not null, body text not null
);
create unique index relationships_party on relationships (party, type);
create table stage_moves (
    row $row, id text not null unique, version bigint not null, relationship text not null, body text not null
);
create index stage_moves_relationship on stage_moves (relationship, row);

create table services (
    row $row, id text not null unique, version bigint not null,
    name text not null, family text, status text not null, body text not null
);
create index services_name on services (coalesce(name, '~'), row);
create search table services_search;

create table agreements (
    row $row, id text not null unique, version bigint not null,
    party text not null, kind text not null, status text not null, ends text not null, notice_by text not null,
    body text not null
);
create index agreements_party on agreements (party, status);
create index agreements_ends on agreements (coalesce(ends, '~'), row);
create index agreements_notice_by on agreements (coalesce(notice_by, '~'), row);
create search table agreements_search;
create table agreements_services (row bigint not null, value text not null, primary key (value, row));
create index agreements_services_row on agreements_services (row);
