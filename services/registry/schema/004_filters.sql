-- SPDX-License-Identifier: MIT
-- Each field that lists are filtered by has its index.
create index parties_country on parties (country, row) where country is not null;
create index contacts_role on contacts (role, row);
create index contacts_inactive on contacts (inactive, row);
create index relationships_type on relationships (type, row);
create index relationships_stage on relationships (stage, row);
create index services_status on services (status, row);
create index agreements_kind on agreements (kind, row);
create index agreements_status on agreements (status, row);
