-- Lists of a million runs by what few of them have: without these each reads the history until it has found a page's worth.
create index runs_failed on runs (created_at desc, id desc) where state = 'failed';
create index runs_cancelled on runs (created_at desc, id desc) where state = 'cancelled';
create index runs_by_error on runs (error_code, created_at desc, id desc) where error_code is not null;
create index runs_by_cause on runs (cause, created_at desc, id desc);

-- Runs that may have left a staging table, which each pass of the reconciler looks for.
create index runs_unsuccessful on runs (ended_at) where state in ('failed', 'cancelled');
