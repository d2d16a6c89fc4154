-- SPDX-License-Identifier: MIT
-- Each field that lists are filtered by has its index.
create index users_active on users (active, row);
