-- SPDX-License-Identifier: MIT
-- Channels that are not sent through for a while.
create table channel_pauses (
    channel text primary key,
    id text not null,
    failures bigint not null,
    reason text not null,
    since text not null,
    until text not null,
    settings text not null
);
-- Whether a process that is gone may have begun to send the notice.
alter table held_events add column begun bigint not null default 0;
