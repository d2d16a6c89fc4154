-- SPDX-License-Identifier: MIT
-- Actions have the shape that they have in every service. What is in `actions` goes over to it at the next start.
create action table complaint_actions;
delete from kit_timers where name = 'action_overdue';
