-- SPDX-License-Identifier: MIT
create table complaints (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    party text,
    owner text,
    category text,
    priority text,
    received_via text not null,
    received_at text not null,
    body text not null
);
create index complaints_state on complaints (state, row);
create index complaints_party on complaints (party, row);
create index complaints_owner on complaints (owner, row);
create index complaints_category on complaints (category, row);
create index complaints_priority on complaints (priority, row);
create index complaints_received on complaints (received_at, row);
create search table complaints_search;

-- Ids in other systems.
create table complaint_references (
    system text not null,
    id text not null,
    complaint text not null,
    primary key (system, id)
);

create table actions (
    row $row,
    id text not null unique,
    version bigint not null,
    complaint text not null,
    state text not null,
    body text not null
);
create index actions_complaint on actions (complaint, row);

-- What we know of the registry's parties.
create table known_parties (id text primary key, version bigint not null, name text not null, retired bigint not null);
