-- SPDX-License-Identifier: MIT
-- What concerns a party, newest first, whatever was told of it later: imports bring their own times.
alter table kit_event_parties add column time text;
alter table kit_event_parties add column type text;
create index kit_event_parties_time on kit_event_parties (party, time, sequence, type);
