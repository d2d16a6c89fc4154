-- SPDX-License-Identifier: MIT
-- In which form what is made of entities beside them is stored; up to which row, while it is made anew.
create table kit_derivations (name text primary key, form text not null, row bigint);
