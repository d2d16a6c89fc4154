-- SPDX-License-Identifier: MIT
create table compliments (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    party text,
    body text not null
);
create index compliments_state on compliments (state, row);
create index compliments_party on compliments (party, row) where party is not null;
create search table compliments_search;

create table suggestions (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    party text,
    body text not null
);
create index suggestions_state on suggestions (state, row);
create index suggestions_party on suggestions (party, row) where party is not null;
create search table suggestions_search;
