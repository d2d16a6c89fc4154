-- SPDX-License-Identifier: MIT
-- One that becomes a complaint has that one's id and number from the beginning.
create table questions (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    party text,
    owner text,
    service text,
    received_at text not null,
    body text not null
);
create index questions_state on questions (state, row);
create index questions_party on questions (party, row) where party is not null;
create index questions_owner on questions (owner, row) where owner is not null;
create index questions_service on questions (service, row) where service is not null;
create index questions_received_at on questions (received_at, row);
create search table questions_search;
