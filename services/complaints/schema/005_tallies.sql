-- SPDX-License-Identifier: MIT
-- What reports are made of: how many complaints of a day have a value in a dimension. Changes are first appended to the
-- two logs, where writers do not wait for each other, and added up from time to time.
create table tallies (
    dimension text not null,
    day text not null,
    value text not null,
    n bigint not null,
    primary key (dimension, day, value)
);
create table tally_cells (
    row $row,
    day text not null,
    party text not null,
    service text not null,
    category text not null,
    received_via text not null,
    state text not null,
    severity text not null,
    priority text not null,
    repeated text not null,
    n bigint not null
);
create table tally_values (row $row, dimension text not null, day text not null, value text not null, n bigint not null);
