-- Messages to the other services and to the outside.

-- Messages written in the transaction that made them true. Published, they are deleted.
create table outbox (
  id bigint generated always as identity primary key,
  run_id uuid,
  subject text not null,
  message_id text not null,
  headers jsonb not null,
  payload bytea not null,
  created_at timestamptz not null default now()
);

-- When NATS created each stream: a newer time means that the stream's messages were lost.
create table streams (
  name text primary key,
  created text not null
);

create table webhooks (
  id uuid primary key,
  name text not null,
  url_shown text not null,
  -- openlineage: the receiver that OPENLINEAGE_URL names.
  format text not null check (format in ('standard', 'slack', 'openlineage')),
  pipeline_id uuid references pipelines,
  event_types text[] not null,
  -- Address and signing secrets, sealed: see secrets/sealer.ts.
  secrets bytea not null,
  is_active boolean not null default true,
  disabled_reason text,
  created_by text not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table webhook_deliveries (
  id uuid primary key default gen_random_uuid(),
  webhook_id uuid not null references webhooks on delete cascade,
  event_id text not null,
  event_type text not null,
  run_id uuid,
  payload jsonb not null,
  status text not null default 'pending' check (status in ('pending', 'delivered', 'failed')),
  attempt_count integer not null default 0,
  next_attempt_at timestamptz default now(),
  created_at timestamptz not null default now(),
  -- A repeated event is delivered once.
  unique (webhook_id, event_id)
);
create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';
create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, created_at desc);

-- Every attempt to deliver, for the person who looks why a webhook got nothing.
create table webhook_attempts (
  id bigint generated always as identity primary key,
  delivery_id uuid not null references webhook_deliveries on delete cascade,
  at timestamptz not null,
  status integer,
  error text,
  duration_ms integer not null
);
create index webhook_attempts_by_delivery on webhook_attempts (delivery_id, id);
