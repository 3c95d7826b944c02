-- The audit log's hashes are keyed (HMAC-SHA-256), with keys that the database does not have. Entries of a development version,
-- whose chain anybody can compute, stay in a table of their own; the new chain begins with its first entry.
alter table audit_log rename to audit_log_unkeyed;
alter table audit_log_unkeyed rename constraint audit_log_pkey to audit_log_unkeyed_pkey;
alter table audit_log_unkeyed rename constraint audit_log_command_id_key to audit_log_unkeyed_command_id_key;
alter index audit_log_by_object rename to audit_log_unkeyed_by_object;

create table audit_log (
  sequence bigint primary key,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text,
  actor_name text not null,
  action text not null,
  outcome text not null,
  object text,
  address text,
  request_id text,
  facts jsonb not null,
  -- The command that the entry came with: delivered again, it is entered once.
  command_id uuid unique,
  -- Which key of SECRETS_KEY made the hash.
  key_id text not null,
  hash bytea not null
);
create index audit_log_by_object on audit_log (object, action);
create trigger audit_log_append_only before update or delete or truncate on audit_log
  for each statement execute function refuse_audit_change();

update audit_head set sequence = 0, hash = sha256('datamantri audit log');

do $$
begin
  if not exists (select from audit_log_unkeyed) then
    drop table audit_log_unkeyed;
  end if;
end $$;
