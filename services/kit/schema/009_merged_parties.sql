-- SPDX-License-Identifier: MIT
-- Parties that are another by now, in services that have something of parties.
create table kit_merged_parties (id text primary key, survivor text not null);
create index kit_merged_parties_survivor on kit_merged_parties (survivor);
