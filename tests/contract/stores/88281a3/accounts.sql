-- SPDX-License-Identifier: MIT
PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE kit_migrations (name text primary key);
INSERT INTO kit_migrations VALUES('kit/001_kit');
INSERT INTO kit_migrations VALUES('kit/002_waits');
INSERT INTO kit_migrations VALUES('001_accounts');
CREATE TABLE kit_meta (name text primary key, value text not null);
INSERT INTO kit_meta VALUES('epoch','01a22ac9-05ed-74ee-8f16-f16539328149');
CREATE TABLE kit_counters (name text primary key, value bigint not null);
CREATE TABLE kit_events (
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
INSERT INTO kit_events VALUES(1,'01a22ac9-05f3-712b-8b1b-d3aa75edbd68','accounts.user_created','01a22ac9-05f3-712a-8b2a-7674327da592','{"id":"01a22ac9-05f3-712b-8b1b-d3aa75edbd68","source":"accounts","type":"accounts.user_created","subject":"01a22ac9-05f3-712a-8b2a-7674327da592","time":"2026-11-30T04:49:07.059Z","sequence":1,"epoch":"01a22ac9-05ed-74ee-8f16-f16539328149","recorded":"2026-11-30T04:49:07.059Z","actor":{"id":"service:gateway","kind":"service","roles":["service"],"parties":[]},"quiet":false,"erased":false}','{"user":{"id":"01a22ac9-05f3-712a-8b2a-7674327da592","version":1,"name":"admin","roles":["admin"],"parties":[],"active":true,"created":"2026-11-30T04:49:07.059Z"},"changes":[{"field":"id","before":"00000000-0000-0000-0000-000000000000","after":"01a22ac9-05f3-712a-8b2a-7674327da592"},{"field":"version","before":0,"after":1},{"field":"name","before":"","after":"admin"},{"field":"roles","before":[],"after":["admin"]},{"field":"created","before":"1970-01-01T00:00:00.000Z","after":"2026-11-30T04:49:07.059Z"}]}','484c5193807c223b3eea26eb7b592f8d','6d19dc739925dfb27f5a486afd229b7f7350b21d32494b61a1ded05c570b5fab','56cd3ab5a43ef67afb2fadcf85b418b543ec0cc5347d8d6b0205c89f9ff2fbe9');
INSERT INTO kit_events VALUES(2,'01a22ac9-05f3-712d-84ae-70434aa26032','accounts.token_created','01a22ac9-05f3-712c-bed8-a0a5898967f5','{"id":"01a22ac9-05f3-712d-84ae-70434aa26032","source":"accounts","type":"accounts.token_created","subject":"01a22ac9-05f3-712c-bed8-a0a5898967f5","time":"2026-11-30T04:49:07.059Z","sequence":2,"epoch":"01a22ac9-05ed-74ee-8f16-f16539328149","recorded":"2026-11-30T04:49:07.059Z","actor":{"id":"service:gateway","kind":"service","roles":["service"],"parties":[]},"quiet":false,"erased":false}','{"token":{"id":"01a22ac9-05f3-712c-bed8-a0a5898967f5","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","name":"admin.token","roles":["admin"],"parties":[],"created":"2026-11-30T04:49:07.059Z"}}','b06ed862fb27e935f11497633b5ad267','ebd2ba4e2560d077114583a064a10b058fcada99edbfb727398f5c1454dd8cd0','6021b094ee3a718d6791fd4980d9e2d9ffa445188370027391e87ad9736e0d1a');
INSERT INTO kit_events VALUES(3,'01a22ac9-0a20-7757-9e2c-1096642c8a90','accounts.user_created','01a22ac9-0a20-7756-98ed-0a28cf27d1a9','{"id":"01a22ac9-0a20-7757-9e2c-1096642c8a90","source":"accounts","type":"accounts.user_created","subject":"01a22ac9-0a20-7756-98ed-0a28cf27d1a9","time":"2026-11-30T04:49:08.128Z","sequence":3,"epoch":"01a22ac9-05ed-74ee-8f16-f16539328149","recorded":"2026-11-30T04:49:08.128Z","traceparent":"00-01a22ac90a1f71698e3101d8c109a494-61fb3e054370612d-01","correlationid":"01a22ac9-0a1f-716a-901f-500cee833392","actor":{"id":"token:01a22ac9-05f3-712c-bed8-a0a5898967f5","kind":"program","roles":["admin"],"parties":[]},"quiet":false,"erased":false}','{"user":{"id":"01a22ac9-0a20-7756-98ed-0a28cf27d1a9","version":1,"name":"kim","full_name":"Kim Lee","email":"kim@example.com","roles":["agent"],"parties":[],"active":true,"created":"2026-11-30T04:49:08.128Z"},"changes":[{"field":"id","before":"00000000-0000-0000-0000-000000000000","after":"01a22ac9-0a20-7756-98ed-0a28cf27d1a9"},{"field":"version","before":0,"after":1},{"field":"name","before":"","after":"kim"},{"field":"full_name","before":null,"after":"Kim Lee"},{"field":"email","before":null,"after":"kim@example.com"},{"field":"roles","before":[],"after":["agent"]},{"field":"created","before":"1970-01-01T00:00:00.000Z","after":"2026-11-30T04:49:08.128Z"}]}','e3f69f72d7b12f78f903338c7ca096aa','1e9376ebfb961ae5cab3b499eaa2be7f66f92d928ee16634d71ec2344ccc6a5a','c0e8d40a228191333d5074462ad58e7afe1d0a4a9412439c6dce2280eeeb5fe0');
INSERT INTO kit_events VALUES(4,'01a22ac9-0a2b-713d-b2aa-1646b16aabbe','accounts.token_created','01a22ac9-0a2b-713c-a13a-afeaceafca82','{"id":"01a22ac9-0a2b-713d-b2aa-1646b16aabbe","source":"accounts","type":"accounts.token_created","subject":"01a22ac9-0a2b-713c-a13a-afeaceafca82","time":"2026-11-30T04:49:08.139Z","sequence":4,"epoch":"01a22ac9-05ed-74ee-8f16-f16539328149","recorded":"2026-11-30T04:49:08.139Z","traceparent":"00-01a22ac90a2b713a817a9f72aeb4f0f4-1a73010f8bdaecb9-01","correlationid":"01a22ac9-0a2b-713b-8c0e-7e4eca9c6110","actor":{"id":"token:01a22ac9-05f3-712c-bed8-a0a5898967f5","kind":"program","roles":["admin"],"parties":[]},"quiet":false,"erased":false}','{"token":{"id":"01a22ac9-0a2b-713c-a13a-afeaceafca82","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","name":"importer","roles":["agent"],"parties":[],"created":"2026-11-30T04:49:08.139Z"}}','b4cd95cc26b66e5f03660acc3a79fd66','6d7dbfc5fc909807489be4a3306232b87c4ad37b73645ddde34f21ea08e700fb','7ed92a3bb62371351a50318825711f12a93b802c66658a7533d637ac5d6c16c2');
CREATE TABLE kit_staged (row integer primary key autoincrement, event text not null);
CREATE TABLE kit_replies (key text primary key, arguments text not null, result text not null, stored text not null);
INSERT INTO kit_replies VALUES('076f5250bfd0831bde16a02ada63a684','bb86f464f8117ee326e313a1b8c8ff6d','{"id":"01a22ac9-0a20-7756-98ed-0a28cf27d1a9","version":1,"name":"kim","full_name":"Kim Lee","email":"kim@example.com","roles":["agent"],"parties":[],"active":true,"created":"2026-11-30T04:49:08.128Z"}','2026-11-30T04:49:08.128Z');
INSERT INTO kit_replies VALUES('bbe5a70a027ad5ca6f8aa9fee3103335','7d96a08f7aae51c11e84b61bffd9dc7b','{"token":{"id":"01a22ac9-0a2b-713c-a13a-afeaceafca82","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","name":"importer","roles":["agent"],"parties":[],"created":"2026-11-30T04:49:08.139Z"},"secret":""}','2026-11-30T04:49:08.139Z');
CREATE TABLE kit_cursors (consumer text not null, source text not null, epoch text not null, sequence bigint not null,
    primary key (consumer, source));
CREATE TABLE kit_dead_letters (
    row integer primary key autoincrement,
    consumer text not null,
    source text not null,
    subject text not null,
    sequence bigint not null,
    event text not null,
    error text not null,
    parked text not null
);
CREATE TABLE kit_timers (name text not null, key text not null, due text not null, since text, primary key (name, key));
INSERT INTO kit_timers VALUES('kit.forget_old_replies','','2026-11-30T05:49:07.012Z','2026-11-30T04:49:07.012Z');
INSERT INTO kit_timers VALUES('accounts.tidy','','2026-11-30T04:50:07.012Z','2026-11-30T04:49:07.012Z');
CREATE TABLE kit_jobs (
    id text primary key,
    kind text not null,
    payload text not null,
    due text not null,
    attempts bigint not null,
    trace text,
    correlation text,
    quiet bigint not null
, since text);
CREATE TABLE users (
    row integer primary key autoincrement,
    id text not null unique,
    version bigint not null,
    name text not null unique,
    active bigint not null,
    body text not null
);
INSERT INTO users VALUES(1,'01a22ac9-05f3-712a-8b2a-7674327da592',1,'admin',1,'{"id":"01a22ac9-05f3-712a-8b2a-7674327da592","version":1,"name":"admin","roles":["admin"],"parties":[],"active":true,"created":"2026-11-30T04:49:07.059Z"}');
INSERT INTO users VALUES(2,'01a22ac9-0a20-7756-98ed-0a28cf27d1a9',1,'kim',1,'{"id":"01a22ac9-0a20-7756-98ed-0a28cf27d1a9","version":1,"name":"kim","full_name":"Kim Lee","email":"kim@example.com","roles":["agent"],"parties":[],"active":true,"created":"2026-11-30T04:49:08.128Z"}');
PRAGMA writable_schema=ON;
INSERT INTO sqlite_schema(type,name,tbl_name,rootpage,sql)VALUES('table','users_search','users_search',0,'CREATE VIRTUAL TABLE users_search using fts5(text, tokenize = ''unicode61 remove_diacritics 2'')');
CREATE TABLE IF NOT EXISTS 'users_search_data'(id INTEGER PRIMARY KEY, block BLOB);
INSERT INTO users_search_data VALUES(1,X'0204');
INSERT INTO users_search_data VALUES(10,X'000000000102020002010101020101');
INSERT INTO users_search_data VALUES(137438953473,X'0000000e063061646d696e01020204');
INSERT INTO users_search_data VALUES(274877906945,X'0000001504306b696d0204020301036c65650202040409');
CREATE TABLE IF NOT EXISTS 'users_search_idx'(segid, term, pgno, PRIMARY KEY(segid, term)) WITHOUT ROWID;
INSERT INTO users_search_idx VALUES(1,X'',2);
INSERT INTO users_search_idx VALUES(2,X'',2);
CREATE TABLE IF NOT EXISTS 'users_search_content'(id INTEGER PRIMARY KEY, c0);
INSERT INTO users_search_content VALUES(1,'admin ');
INSERT INTO users_search_content VALUES(2,'kim Kim Lee ');
CREATE TABLE IF NOT EXISTS 'users_search_docsize'(id INTEGER PRIMARY KEY, sz BLOB);
INSERT INTO users_search_docsize VALUES(1,X'01');
INSERT INTO users_search_docsize VALUES(2,X'03');
CREATE TABLE IF NOT EXISTS 'users_search_config'(k PRIMARY KEY, v) WITHOUT ROWID;
INSERT INTO users_search_config VALUES('version',4);
CREATE TABLE credentials (id text primary key, hash text not null, failures bigint not null, locked_until text);
CREATE TABLE tokens (
    row integer primary key autoincrement,
    id text not null unique,
    version bigint not null,
    owner text not null,
    digest text not null unique,
    body text not null
);
INSERT INTO tokens VALUES(1,'01a22ac9-05f3-712c-bed8-a0a5898967f5',1,'01a22ac9-05f3-712a-8b2a-7674327da592','010d9ac5e7fc7b37945d02d2cffcee015752d3479f4de70dd5c958d01ce95280','{"id":"01a22ac9-05f3-712c-bed8-a0a5898967f5","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","digest":"010d9ac5e7fc7b37945d02d2cffcee015752d3479f4de70dd5c958d01ce95280","token":{"id":"01a22ac9-05f3-712c-bed8-a0a5898967f5","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","name":"admin.token","roles":["admin"],"parties":[],"created":"2026-11-30T04:49:07.059Z"}}');
INSERT INTO tokens VALUES(2,'01a22ac9-0a2b-713c-a13a-afeaceafca82',1,'01a22ac9-05f3-712a-8b2a-7674327da592','fca9610355357a9fb89518cbcf23ac0926b404ac260ce2dc121dc329554deafe','{"id":"01a22ac9-0a2b-713c-a13a-afeaceafca82","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","digest":"fca9610355357a9fb89518cbcf23ac0926b404ac260ce2dc121dc329554deafe","token":{"id":"01a22ac9-0a2b-713c-a13a-afeaceafca82","version":1,"owner":"01a22ac9-05f3-712a-8b2a-7674327da592","name":"importer","roles":["agent"],"parties":[],"created":"2026-11-30T04:49:08.139Z"}}');
CREATE TABLE sessions (digest text primary key, owner text not null, expires text not null);
DELETE FROM sqlite_sequence;
INSERT INTO sqlite_sequence VALUES('users',2);
INSERT INTO sqlite_sequence VALUES('tokens',2);
CREATE INDEX kit_events_subject on kit_events (subject, sequence);
CREATE INDEX kit_replies_stored on kit_replies (stored);
CREATE INDEX kit_dead_letters_subject on kit_dead_letters (consumer, source, subject, sequence);
CREATE INDEX kit_timers_due on kit_timers (due);
CREATE INDEX kit_jobs_due on kit_jobs (kind, due);
CREATE INDEX tokens_owner on tokens (owner, row);
PRAGMA writable_schema=OFF;
COMMIT;
