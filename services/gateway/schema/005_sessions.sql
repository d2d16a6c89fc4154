-- SPDX-License-Identifier: MIT
-- Since when and from where somebody is signed in, so that they know their sessions apart.
alter table sessions add column began text;
alter table sessions add column address text;
alter table sessions add column agent text;

-- What a user chose: one row for each, under the user's id.
create table preferences (row $row, id text not null unique, version bigint not null, body text not null);

-- Views of the workplace that somebody saved.
create table views (
    row $row,
    id text not null unique,
    version bigint not null,
    owner text not null,
    shared bigint not null,
    body text not null
);
create index views_owner on views (owner, row);
create index views_shared on views (shared, row);
