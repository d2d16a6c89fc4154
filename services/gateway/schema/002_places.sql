-- SPDX-License-Identifier: MIT
-- Wrong passwords are counted for each place that they come from, and those of strangers together in the hour that ends then.
alter table credentials rename column locked_until to hour_ends;
-- Until when a password opens that an administrator set.
alter table credentials add column expires text;

-- Browsers and addresses from which a user signs in, or is guessed at, as keyed hashes.
create table places (
    owner text not null,
    digest text not null,
    failures bigint not null,
    locked_until text,
    signed_in text,
    changed text not null,
    primary key (owner, digest)
);

-- When a session was last used, to the minute.
alter table sessions add column used text;

-- A token that was to expire in the year 10000 was stored with the year 0, which is no time: it opened nothing.
update tokens set body = replace(body, '"expires":"0000-', '"expires":"0001-') where body like '%"expires":"0000-%';
