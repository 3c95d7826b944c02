-- Attempt of the replay of its rejects that no loader has answered yet; null: none. A lost one is requested again.
alter table runs add column replay_attempt bigint;

create index runs_replaying on runs (id) where replay_attempt is not null;
