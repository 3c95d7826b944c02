-- The command that an entry came with: delivered again, it is entered once.
alter table audit_log add column command_id uuid unique;
