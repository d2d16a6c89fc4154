-- SPDX-License-Identifier: MIT
-- Whom an action concerns: the party of its complaint.
alter table actions add column party text;
update actions set party = (select c.party from complaints c where c.id = actions.complaint);
create index actions_party on actions (party, row) where party is not null;
