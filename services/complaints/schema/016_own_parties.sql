-- SPDX-License-Identifier: MIT
-- Whom an action concerns: the party of its complaint. Who of us answers for which party is read anew from the registry's
-- events: account managers see their own relationships' alone from now on.
alter table actions add column party text;
update actions set party = (select c.party from complaints c where c.id = actions.complaint);
create index actions_party on actions (party, row) where party is not null;
delete from kit_cursors where consumer = 'projection' and source = 'registry';
