-- SPDX-License-Identifier: MIT
create table rules (
    row $row,
    id text not null unique,
    version bigint not null,
    event text not null,
    enabled bigint not null,
    retired bigint not null,
    body text not null
);
create index rules_event on rules (event, row);

-- One for each event, rule, recipient and person, so that an event that comes twice tells nobody twice.
create table notices (
    row $row,
    id text not null unique,
    version bigint not null,
    state text not null,
    event text not null,
    rule text not null,
    recipient text not null,
    person text not null,
    subject text not null,
    address text,
    channel text not null,
    body text not null,
    unique (event, rule, recipient, person)
);
create index notices_state on notices (state, row);
create index notices_subject on notices (subject, row);
create index notices_address on notices (address, row);
create index notices_rule on notices (rule, row);
create search table notices_search;

-- The events of notices that were not sent yet: letters are written of them, and some channels pass them on.
create table held_events (notice text primary key, event text not null);

-- What we know of the registry.
create table known_parties (id text primary key, version bigint not null, name text not null, email text, language text);
create table known_managers (
    relationship text primary key,
    version bigint not null,
    party text not null,
    type bigint not null,
    name text,
    email text
);
create index known_managers_party on known_managers (party);

-- What we know of accounts: each user, and each role of theirs who may sign in.
create table known_users (id text primary key, version bigint not null, login text not null, name text not null, email text, active bigint not null);
create index known_users_login on known_users (login);
create table known_roles (role text not null, id text not null, primary key (role, id));
