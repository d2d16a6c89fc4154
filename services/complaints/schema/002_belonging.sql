-- SPDX-License-Identifier: MIT
create table notes (
    row $row,
    id text not null unique,
    version bigint not null,
    complaint text not null,
    visibility text not null,
    body text not null
);
create index notes_complaint on notes (complaint, row);

-- Each link twice, once from either end.
create table complaint_links (
    row $row,
    complaint text not null,
    other text not null,
    tie text not null,
    made_by text not null,
    made_at text not null,
    unique (complaint, other, tie)
);

create table assignment_rules (
    row $row,
    id text not null unique,
    version bigint not null,
    position bigint not null,
    enabled bigint not null,
    body text not null
);
create index assignment_rules_position on assignment_rules (position, row);

create index complaints_owner_open on complaints (owner, open, row) where owner is not null;
