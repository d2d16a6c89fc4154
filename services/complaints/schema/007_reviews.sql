-- SPDX-License-Identifier: MIT
create table reviews (
    row $row,
    id text not null unique,
    version bigint not null,
    number text not null unique,
    state text not null,
    body text not null
);
-- The review that was held last: the one after it falls due.
create table next_review (review text primary key);
