-- SPDX-License-Identifier: MIT
-- Whose open complaints are still to be counted anew, by rules that hold since then: those of a party, or all ('').
create table recounts (
    scope text primary key,
    since text not null,
    after_row bigint not null
);
