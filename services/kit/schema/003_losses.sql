-- SPDX-License-Identifier: MIT
-- Which event a cursor is at: a source that has another one there lost the end of its history.
alter table kit_cursors add column event text;

-- Losses of sources that our consumers noticed, and nobody has acknowledged.
create table kit_losses (
    row $row,
    consumer text not null,
    source text not null,
    epoch text not null,
    handled bigint not null,
    last bigint not null,
    noticed text not null
);
