-- SPDX-License-Identifier: MIT
-- Who may sign in. Passwords' hashes lie apart from the user, so that nothing that shows a user can show them.
create table users (
    row $row,
    id text not null unique,
    version bigint not null,
    name text not null unique,
    active bigint not null,
    body text not null
);
create search table users_search;

create table credentials (id text primary key, hash text not null, failures bigint not null, locked_until text);

-- API tokens, by the keyed hash of what their owner holds.
create table tokens (
    row $row,
    id text not null unique,
    version bigint not null,
    owner text not null,
    digest text not null unique,
    body text not null
);
create index tokens_owner on tokens (owner, row);

create table sessions (digest text primary key, owner text not null, expires text not null);
