-- SPDX-License-Identifier: MIT
-- Who of us answers for which party, by relationship, in services that ask for it.
create table kit_party_staff (
    id text primary key, version bigint not null, party text not null, account_manager text, deputy text
);
create index kit_party_staff_account_manager on kit_party_staff (account_manager, party);
create index kit_party_staff_deputy on kit_party_staff (deputy, party);
