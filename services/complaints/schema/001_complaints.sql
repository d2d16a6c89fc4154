-- SPDX-License-Identifier: MIT
create table complaints (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    open bigint not null,
    party text,
    service text,
    owner text,
    category text,
    subcategory text,
    severity text,
    priority text,
    received_via text not null,
    received_at text not null,
    escalation_level bigint,
    body text not null
);
create index complaints_state on complaints (state, row);
create index complaints_open on complaints (open, row);
create index complaints_priority on complaints (priority, row);
create index complaints_received on complaints (received_at, row);
-- Of what many complaints have not: only those that have it.
create index complaints_party on complaints (party, row) where party is not null;
create index complaints_service on complaints (service, row) where service is not null;
create index complaints_owner on complaints (owner, row) where owner is not null;
create index complaints_owner_state on complaints (owner, state, row) where owner is not null;
create index complaints_category on complaints (category, row) where category is not null;
create index complaints_severity on complaints (severity, row) where severity is not null;
create index complaints_escalation on complaints (escalation_level, row) where escalation_level is not null;
create index complaints_repeats on complaints (party, category, received_at) where party is not null;
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
    kind text not null,
    owner text,
    due text,
    overdue bigint not null,
    body text not null
);
create index actions_complaint on actions (complaint, row);
create index actions_state on actions (state, row);
create index actions_owner on actions (owner, row) where owner is not null;
create index actions_due on actions (due, row);

-- What we know of the registry.
create table known_parties (id text primary key, version bigint not null, name text not null);
create table known_contacts (id text primary key, version bigint not null, party text not null);
create table known_services (id text primary key, version bigint not null, name text not null);
