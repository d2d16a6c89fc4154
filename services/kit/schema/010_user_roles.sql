-- SPDX-License-Identifier: MIT
-- What each of our users may do: the names of their roles, each between blanks. Read anew from the events of accounts.
alter table kit_users add column roles text;
