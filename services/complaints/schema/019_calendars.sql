-- SPDX-License-Identifier: MIT
-- What accounts tell of business calendars is read anew, into a table like those of all that others own. In which
-- versions clocks counted stays in calendar_versions.
drop table known_calendars;
create table known_calendars (id text primary key, version bigint not null, name text not null);
delete from kit_cursors where consumer = 'projection' and source = 'accounts';
