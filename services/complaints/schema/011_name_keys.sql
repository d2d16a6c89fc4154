-- SPDX-License-Identifier: MIT
-- Names are found and sorted by what their spellings have in common. The program fills these columns.
alter table calendars add column name_key text;
create index calendars_by_name_key on calendars (name_key);
alter table categories add column path_key text;
drop index categories_path;
create index categories_path on categories (path_key, row);
