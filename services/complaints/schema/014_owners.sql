-- SPDX-License-Identifier: MIT
-- An owner is a user of ours. The names that earlier versions and other systems had stand beside it until a user of that
-- name is known. The program fills both.
alter table complaints add column former_owner text;
alter table actions add column former_owner text;
alter table questions add column former_owner text;
alter table suggestions add column owner text;
alter table suggestions add column former_owner text;
create index complaints_former_owner on complaints (former_owner, row) where former_owner is not null;
create index actions_former_owner on actions (former_owner, row) where former_owner is not null;
create index questions_former_owner on questions (former_owner, row) where former_owner is not null;
create index suggestions_former_owner on suggestions (former_owner, row) where former_owner is not null;
create index suggestions_owner on suggestions (owner, row) where owner is not null;
