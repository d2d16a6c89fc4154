-- SPDX-License-Identifier: MIT
-- What we know of accounts' business calendars: that they are there.
create table known_calendars (id text primary key, version bigint not null);
