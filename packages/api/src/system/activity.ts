import { z } from "zod";

import { count, time } from "../scalars.ts";

/** A server that runs read from or write to, according to the runs of the last seven days. */
export const server = z
  .object({
    name: z.string().meta({ description: "Host, port and database; of a source the project." }),
    state: z
      .enum(["working", "failing", "unknown"])
      .meta({ description: "`failing`: open runs wait for it, or it caused the last run to fail." }),
    last_success_at: time.nullable(),
    last_failure_at: time.nullable().meta({
      description:
        "When it last made a run fail because it was down, full or rejected the login. A wrong table does not count.",
    }),
    last_error_code: z.string().nullable().meta({ description: "Why runs wait, or why the last run failed." }),
    waiting: count.meta({ description: "Open runs that wait for it." }),
    runs: count.meta({ description: "Runs that ended within 24 hours." }),
    failed: count.meta({ description: "Of these, runs that failed for any reason." }),
    rows_loaded: count,
  })
  .meta({ id: "SystemServer" });
export type SystemServer = z.infer<typeof server>;

export const wait = z.object({
  reason: z.string(),
  error_code: z.string().nullable(),
  runs: count,
  run_id: z.string(),
  pipeline_name: z.string(),
});
export type SystemWait = z.infer<typeof wait>;

export const hour = z.object({ hour: time, runs: count, failed: count, rows_loaded: count, bytes_billed: count });
export type SystemHour = z.infer<typeof hour>;

export const errorCount = z.object({ hour: time, error_code: z.string(), runs: count });
export type SystemErrorCount = z.infer<typeof errorCount>;
