-- SPDX-License-Identifier: MIT
-- A second factor beside the password: what codes are made from, sealed with the key of this deployment.
create table second_factors (
    id text primary key,
    sealed text not null,
    begun text not null,
    confirmed text,
    last_step bigint not null
);

-- What opens once each in the place of a code, as keyed hashes.
create table recovery_codes (owner text not null, digest text not null, primary key (owner, digest));
