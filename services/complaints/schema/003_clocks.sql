-- SPDX-License-Identifier: MIT
alter table complaints add column due_at text;
alter table complaints add column breached bigint not null default 0;
create index complaints_due on complaints (due_at, row);
create index complaints_breached on complaints (breached, row);

create table calendars (
    row $row,
    id text not null unique,
    version bigint not null,
    name text not null unique,
    body text not null
);
-- Clocks count in the version that held, until they have taken note of a newer one.
create table calendar_versions (
    calendar text not null,
    version bigint not null,
    body text not null,
    primary key (calendar, version)
);

create table targets (
    row $row,
    id text not null unique,
    version bigint not null,
    active bigint not null,
    body text not null
);

-- Another token with every change of calendars and targets: what is kept of them in memory is as old as its token.
create table clock_rules (one bigint primary key, token text not null);

-- What we know of the registry.
create table known_agreements (id text primary key, version bigint not null, party text not null, body text not null);
create index known_agreements_party on known_agreements (party);
