-- SPDX-License-Identifier: MIT
-- What the links from outside are made with: one row. Another key makes all of them void.
create table outside_key (key text primary key);
