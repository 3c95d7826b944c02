import { z } from "zod";

import { count, time } from "../scalars.ts";
import { errorCount, hour, server, wait } from "./activity.ts";
import { broker, queue, stream } from "./broker.ts";
import { service } from "./services.ts";

const systemParts = ["broker", "services", "registry"] as const;
export type SystemPart = (typeof systemParts)[number];

const systemProblemCodes = [
  "broker_silent",
  "broker_misconfigured",
  "registry_silent",
  "service_silent",
  "instance_silent",
  "stream_unreadable",
  "stream_full",
  "replica_behind",
  "storage_full",
  "dead_letters",
  "queue_stuck",
  "queue_late",
  "outbox_stuck",
  "schedules_not_held",
  "metadata_rolled_back",
  "audit_log_changed",
  "source_failing",
  "destination_failing",
] as const;

const problem = z
  .object({
    code: z.enum(systemProblemCodes),
    severity: z
      .enum(["bad", "warn"])
      .meta({ description: "`bad`: work has stopped. `warn`: work continues, degraded." }),
    message: z.string().meta({ description: "Sentence for people." }),
    solution: z.string(),
  })
  .meta({ id: "SystemProblem" });
export type SystemProblem = z.infer<typeof problem>;

export const systemView = z
  .object({
    measured_at: time,
    state: z.enum(["ok", "degraded", "down"]).meta({ description: "State of the worst problem." }),
    problems: z.array(problem).readonly().meta({ description: "Worst first." }),
    broker: broker.nullable(),
    streams: z.array(stream).readonly().nullable(),
    queues: z.array(queue).readonly().nullable(),
    services: z
      .array(service)
      .readonly()
      .nullable()
      .meta({ description: "A silent instance is shown for ten minutes, or until another replaces it." }),
    outbox: z
      .object({ waiting: count, oldest_at: time.nullable() })
      .nullable()
      .meta({ description: "Messages that the registry has not published yet." }),
    open_runs: z
      .object({
        queued: count,
        running: count,
        rows_loaded: count.meta({ description: "Rows loaded by the open runs so far." }),
        waits: z
          .array(wait)
          .readonly()
          .meta({ description: "Reasons for which open runs wait, each with one such run." }),
      })
      .nullable(),
    throughput: z
      .array(hour)
      .readonly()
      .nullable()
      .meta({ description: "The last 24 hours, by the hour in which runs ended, oldest first." }),
    errors: z
      .array(errorCount)
      .readonly()
      .nullable()
      .meta({ description: "Runs that failed within seven days, by hour and error code (docs/errors.md)." }),
    sources: z.array(server).readonly().nullable(),
    destinations: z.array(server).readonly().nullable(),
    unavailable: z
      .array(z.object({ part: z.enum(systemParts), reason: z.string() }))
      .readonly()
      .meta({ description: "Parts that did not respond; their fields are null." }),
  })
  .meta({ id: "System" });
export type SystemView = z.infer<typeof systemView>;
