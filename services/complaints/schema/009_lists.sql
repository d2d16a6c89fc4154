-- SPDX-License-Identifier: MIT
-- Whatever a list may be filtered by has an index.
create index complaints_via on complaints (received_via, row);
create index complaints_subcategory on complaints (subcategory, row) where subcategory is not null;
