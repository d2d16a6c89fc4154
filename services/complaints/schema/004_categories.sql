-- SPDX-License-Identifier: MIT
create table categories (
    row $row,
    id text not null unique,
    version bigint not null,
    scheme text not null,
    path text not null,
    parent text,
    retired bigint not null,
    body text not null,
    unique (scheme, path)
);
create index categories_path on categories (path, row);
