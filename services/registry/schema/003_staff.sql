-- SPDX-License-Identifier: MIT
-- Who of us answers for which party: account managers and deputies. The program fills it.
create table relationship_staff (
    relationship text not null, user_id text not null, party text not null, primary key (relationship, user_id)
);
create index relationship_staff_user on relationship_staff (user_id, party);
-- Parties that account managers entered are theirs, too.
create table parties_entered (party text not null primary key, user_id text not null);
create index parties_entered_user on parties_entered (user_id, party);
