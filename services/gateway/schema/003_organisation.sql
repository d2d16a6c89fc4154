-- SPDX-License-Identifier: MIT
-- The organisation: one row.
create table organisation (row $row, id text not null unique, version bigint not null, body text not null);

create table calendars (
    row $row,
    id text not null unique,
    version bigint not null,
    name text not null,
    name_key text not null,
    body text not null
);
create index calendars_name on calendars (name_key, row);

-- Calendars of before accounts owned them, as complaints told of them.
create table handed_over_calendars (id text primary key, body text not null);
