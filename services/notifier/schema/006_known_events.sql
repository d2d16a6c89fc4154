-- SPDX-License-Identifier: MIT
-- The events that other services say they tell, and the JSON Schema of the data of each.
create table known_events (type text primary key, service text not null, body text not null);
create index known_events_service on known_events (service);
