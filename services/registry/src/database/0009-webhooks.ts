import { sql } from "kysely";

/** Webhooks, what they are to be told, and every attempt to tell them. */
export const addWebhooks = sql`
  create table webhooks (
    id uuid primary key,
    name text not null,
    url_shown text not null,
    format text not null check (format in ('standard', 'slack')),
    pipeline_id uuid references pipelines,
    event_types text[] not null,
    -- Address and signing secrets, sealed.
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
    -- An event is told once, however often it is said.
    unique (webhook_id, event_id)
  );
  create index webhook_deliveries_due on webhook_deliveries (next_attempt_at) where status = 'pending';
  create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, created_at desc);

  create table webhook_attempts (
    id bigint generated always as identity primary key,
    delivery_id uuid not null references webhook_deliveries on delete cascade,
    at timestamptz not null,
    status integer,
    error text,
    duration_ms integer not null
  );
  create index webhook_attempts_by_delivery on webhook_attempts (delivery_id, id);
`;
