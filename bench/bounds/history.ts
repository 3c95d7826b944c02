/** A history of a million runs, put there by SQL: lists, filters, pages of figures and the registry's passes stay quick. */
import { Client } from "pg";

import type { PipelineView, RunView } from "@datamantri/api";
import { triggerRun, type ApiClient } from "@datamantri/local-stack";

import { awaitSuccess } from "../follow-run.ts";
import { makePipelines } from "../make-pipelines.ts";
import { onOwnStack } from "../on-own-stack.ts";
import type { Measurement } from "./measurement.ts";
import { measurePeaks } from "./peaks.ts";
import { logsPasses, timeCalls, timePasses, timeStarts } from "./timing.ts";

const part = "history";
const runCount = 1_000_000;
const pipelineCount = 200;
/** The second one by name: `insertRuns` gives it no failed run. */
const pipelineWithoutFailed = "old_1";
/** Inserted in one statement. */
const atOnce = 100_000;

/** Milliseconds. A person notices more than a few hundred; the system page is read every few seconds at most. */
const bounds = { list: 300, system: 2_000, run: 5_000, start: 10_000, pass: 1_000 };

export interface HistoryOptions {
  readonly say: (line: string) => void;
}

export function measureHistory({ say }: HistoryOptions): Promise<readonly Measurement[]> {
  return onOwnStack(
    async (stack, api) => {
      const ids = await makePipelines(api, stack.access, { name: "old", count: pipelineCount });
      const model = await awaitSuccess(api, await triggerRun(api, ids[0]!));
      await fill(stack.adminUrl("datamantri_registry"), model.id, say);
      return [
        ...(await measureLists(api, ids)),
        await timeCalls(part, "run of a small table, to its end", bounds.run, async (index) => {
          await awaitSuccess(api, await triggerRun(api, ids[index]!));
        }),
        await timePasses(part, stack, bounds.pass),
        ...(await timeStarts(part, stack, bounds.start)),
        ...measurePeaks(part, stack),
      ];
    },
    { settings: logsPasses },
  );
}

async function measureLists(api: ApiClient, ids: readonly string[]): Promise<readonly Measurement[]> {
  const list = (query: string) => api.get<readonly RunView[]>(`/api/v1/runs?limit=50&${query}`);
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString();
  const inTheMiddle = (await list(`until=${daysAgo(45)}`)).at(-1)!.id;
  const named = await api.get<readonly PipelineView[]>(`/api/v1/pipelines?limit=${pipelineCount}`);
  const withoutFailed = named.find(({ name }) => name === pipelineWithoutFailed)!.id;
  const queries: Readonly<Record<string, string>> = {
    "the newest runs": "",
    "runs in the middle": `cursor=${inTheMiddle}`,
    "runs of one day": `since=${daysAgo(31)}&until=${daysAgo(30)}`,
    "runs of one pipeline": `pipeline_id=${ids[3]!}`,
    "status that most have": "status=success",
    "status that few have": "status=failed",
    "status that only old ones have": "status=cancelled",
    "status that none has": "status=outcome_unknown",
    running: "status=running",
    "error that many have": "error_code=sink_unreachable",
    "error that only old ones have": "error_code=sink_full",
    "error that none has": "error_code=internal",
    "cause that most have": "cause=schedule",
    "cause that none has": "cause=undo",
    "failed ones of a pipeline without any": `pipeline_id=${withoutFailed}&status=failed`,
    "failed ones of one day": `status=failed&since=${daysAgo(31)}&until=${daysAgo(30)}`,
  };
  const measured: Measurement[] = [];
  for (const [what, query] of Object.entries(queries)) {
    measured.push(await timeCalls(part, `list: ${what}`, bounds.list, () => list(query)));
  }
  return [
    ...measured,
    await timeCalls(part, "one run with its log", bounds.list, () => api.get(`/api/v1/runs/${inTheMiddle}`)),
    await timeCalls(part, "a pipeline's runs", bounds.list, (index) =>
      api.get(`/api/v1/pipelines/${ids[index]!}/runs`),
    ),
    await timeCalls(part, "schedule history", bounds.list, (index) =>
      api.get(`/api/v1/pipelines/${ids[index]!}/occurrences`),
    ),
    await timeCalls(part, "system page", bounds.system, () => api.get("/api/v1/system")),
  ];
}

/** Copies of one run over the last 90 days, the first one oldest, each with a split, the events of the copied run and its occurrence. */
const insertRuns = `
  with added as (
    insert into runs (
      id, pipeline_id, state, cause, triggered_by, scheduled_for, pipeline_version, configuration, plan, row_count, source_version,
      loaded_row_count, loaded_batch_count, error_code, error_message, phase_times, created_at, progress_at, ended_at
    )
    select
      gen_random_uuid(), pipelines.id, kind.state, kind.cause, kind.cause,
      case when kind.cause = 'schedule' then kind.at end, 1, model.configuration,
      case when kind.state <> 'skipped' then model.plan end, model.row_count, model.source_version,
      model.loaded_row_count, 1,
      case when kind.state = 'failed' then case when kind.n <= 20 then 'sink_full' else 'sink_unreachable' end end,
      case when kind.state = 'failed' then 'cannot reach db.example.com:5432: connection refused' end,
      model.phase_times, kind.at, kind.at + interval '9 s', kind.at + interval '10 s'
    from generate_series($2::int + 1, $2::int + $3::int) as series (n)
    cross join lateral (
      select
        n,
        now() - (1 - n / $4::float8) * interval '90 days' - interval '1 minute' as at,
        case
          when n <= 100 and n % 10 = 0 then 'cancelled'
          when n % $5 <> 1 and (n % 29 = 0 or n <= 20) then 'failed'
          when n % 7 = 0 then 'skipped'
          else 'success'
        end as state,
        case when n % 20 = 0 then 'manual' else 'schedule' end as cause
    ) as kind
    join (select id, row_number() over (order by name) - 1 as place from pipelines) as pipelines on pipelines.place = kind.n % $5
    cross join (select * from runs where id = $1) as model
    returning *
  ),
  splits as (
    insert into run_splits (run_id, split, first_row, row_count, extracted_at, loaded_row_count)
    select id, 0, 0, row_count, ended_at, row_count from added where state in ('success', 'failed')
  ),
  events as (
    insert into run_events (run_id, event_id, name, message, occurred_at)
    select added.id, added.id || ':' || named.name, named.name, named.message, added.created_at
    from added cross join (
      select distinct on (name) name, message from run_events where run_id = $1
      union all select 'RunDiscarded', 'its rows were discarded'
    ) as named
    -- A loader has said that it dropped the staging table.
    where named.name <> 'RunDiscarded' or added.state in ('failed', 'cancelled')
  )
  insert into occurrences (pipeline_id, scheduled_for, status, recorded_at)
  select pipeline_id, scheduled_for, 'fired', created_at from added where scheduled_for is not null
`;

async function fill(connectionString: string, modelId: string, say: (line: string) => void): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  try {
    for (let before = 0; before < runCount; before += atOnce) {
      await client.query(insertRuns, [modelId, before, atOnce, runCount, pipelineCount]);
      say(`${(before + atOnce).toLocaleString("en-US")} runs`);
    }
    await client.query("analyze");
  } finally {
    await client.end();
  }
}
