-- SPDX-License-Identifier: MIT
-- What a list is narrowed or sorted by besides stands in its index, too: of the rows themselves, which are long, only
-- those that are shown are read.
drop index complaints_priority;
drop index complaints_severity;
drop index complaints_party;
drop index complaints_service;
drop index complaints_category;
drop index complaints_breached;
drop index complaints_owner_open;
create index complaints_priority on complaints (priority, row, open);
create index complaints_severity on complaints (severity, row, open) where severity is not null;
create index complaints_party on complaints (party, row, open) where party is not null;
create index complaints_service on complaints (service, row, open) where service is not null;
create index complaints_category on complaints (category, row, open) where category is not null;
create index complaints_breached on complaints (breached, row, open);
create index complaints_owner_open on complaints (owner, open, row, due_at, priority) where owner is not null;
-- Reports count by party what was received in part of a month.
drop index complaints_received;
create index complaints_received on complaints (received_at, row, party);
