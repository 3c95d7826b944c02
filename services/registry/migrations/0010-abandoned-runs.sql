-- Who ended the run while it was finalizing. Its end is settled when the destination's ledger answers.
alter table runs add column abandoned_by text;

create index runs_abandoned on runs (pipeline_id) where state = 'abandoned';
