-- SPDX-License-Identifier: MIT
-- What is known of the organisation that we work for, in services that ask for it: one row, or none yet.
create table kit_organisation (id text primary key, version bigint not null, body text not null);
