-- SPDX-License-Identifier: MIT
-- Whatever a list may be filtered by has an index.
create index categories_parent on categories (parent, row);
create index categories_retired on categories (retired, row);
create index assignment_rules_enabled on assignment_rules (enabled, row);
create index targets_active on targets (active, row);
create index notes_visibility on notes (visibility, row);
create index reviews_state on reviews (state, row);
alter table complaint_links rename column tie to kind;
