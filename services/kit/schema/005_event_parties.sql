-- SPDX-License-Identifier: MIT
-- Which parties an event concerns, found by the party. The program fills it for the events that are there.
create table kit_event_parties (party text not null, sequence bigint not null, primary key (party, sequence));
