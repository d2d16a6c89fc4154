-- SPDX-License-Identifier: MIT
-- Which addresses nothing arrives at, and who wants no notices.
create table known_marks (
    mailbox text not null, kind text not null, party text not null, since text not null,
    primary key (mailbox, kind, party)
);
create index known_marks_party on known_marks (party);
alter table known_contacts add column opted_out text;
-- What the registry told before is read anew for that.
delete from kit_cursors where consumer = 'projection' and source = 'registry';
