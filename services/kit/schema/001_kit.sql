-- SPDX-License-Identifier: MIT
-- What every service's store has, whatever it is for.
create table kit_meta (name text primary key, value text not null);
create table kit_counters (name text primary key, value bigint not null);

-- The outbox, which is the history: one row an event, in the order in which they are told.
create table kit_events (
    sequence bigint primary key,
    id text not null unique,
    type text not null,
    subject text not null,
    head text not null,
    body text,
    salt text,
    digest text not null,
    chain text not null
);
create index kit_events_subject on kit_events (subject, sequence);

-- Told and committed, but without a place in the history yet (PostgreSQL, where many transactions tell at once).
create table kit_staged (row $row, event text not null);

-- Answers given to commands with an idempotency key.
create table kit_replies (key text primary key, arguments text not null, result text not null, stored text not null);
create index kit_replies_stored on kit_replies (stored);

-- How far each consumer is in each source's history.
create table kit_cursors (consumer text not null, source text not null, epoch text not null, sequence bigint not null,
    primary key (consumer, source));

-- Events that could not be handled, and those behind them of the same subject.
create table kit_dead_letters (
    row $row,
    consumer text not null,
    source text not null,
    subject text not null,
    sequence bigint not null,
    event text not null,
    error text not null,
    parked text not null
);
create index kit_dead_letters_subject on kit_dead_letters (consumer, source, subject, sequence);

create table kit_timers (name text not null, key text not null, due text not null, primary key (name, key));
create index kit_timers_due on kit_timers (due);

create table kit_jobs (
    id text primary key,
    kind text not null,
    payload text not null,
    due text not null,
    attempts bigint not null,
    trace text,
    correlation text,
    quiet bigint not null
);
create index kit_jobs_due on kit_jobs (kind, due);
