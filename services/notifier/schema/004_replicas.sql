-- SPDX-License-Identifier: MIT
-- As every replica has it.
alter table known_managers rename column relationship to id;
