-- SPDX-License-Identifier: MIT
-- Business calendars are accounts'. `version` is counted here, for calendar_versions; `told` is accounts' own, of what was
-- heard last: 0 of what was not heard of yet. What `calendars` holds is handed over at the next start, and then nothing.
create table known_calendars (id text primary key, version bigint not null, told bigint not null);
insert into known_calendars (id, version, told) select id, version, 0 from calendars;
