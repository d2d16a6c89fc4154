-- SPDX-License-Identifier: MIT
-- Whom a notice concerns: the parties of its event. The program fills it for the notices that are there.
create table notices_parties (row bigint not null, value text not null, primary key (value, row));
create index notices_parties_row on notices_parties (row);
-- What lists are filtered by.
create index notices_recipient on notices (recipient, row);
create index notices_channel on notices (channel, row);
create index rules_enabled on rules (enabled, row);
-- Our users are known as every service knows them. Once accounts are heard they are read anew, with the keys of their names.
insert into kit_users (id, version, name, name_key, full_name, email, email_key, active, roles)
select u.id, u.version, u.login, lower(u.login), case when u.name <> u.login then u.name end, u.email, lower(u.email), u.active, ' '
    || case when exists (select 1 from known_roles r where r.id = u.id and r.role = 'admin') then 'admin ' else '' end
    || case when exists (select 1 from known_roles r where r.id = u.id and r.role = 'manager') then 'manager ' else '' end
    || case when exists (select 1 from known_roles r where r.id = u.id and r.role = 'agent') then 'agent ' else '' end
    || case when exists (select 1 from known_roles r where r.id = u.id and r.role = 'account_manager') then 'account_manager ' else '' end
    || case when exists (select 1 from known_roles r where r.id = u.id and r.role = 'auditor') then 'auditor ' else '' end
from known_users u;
drop table known_roles;
drop table known_users;
