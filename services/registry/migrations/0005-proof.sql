-- When the session's user last proved who they are: by logging in, or by their password during the session.
alter table sessions add column authenticated_at timestamptz not null default now();
