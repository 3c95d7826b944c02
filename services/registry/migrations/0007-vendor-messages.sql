-- What BigQuery or PostgreSQL last said of a run, word for word. It may quote rows: a table of its own, so that nothing that
-- reads runs (events, webhooks, lineage, lists) has it.
create table run_vendor_messages (
  run_id uuid primary key references runs on delete cascade,
  step text not null,
  message text not null,
  received_at timestamptz not null default now()
);
