import { z } from "zod";

export const serviceNames = ["gateway", "scheduler", "registry", "extractor", "loader"] as const;
export type ServiceName = (typeof serviceNames)[number];

const systemParts = ["broker", "services", "registry"] as const;
export type SystemPart = (typeof systemParts)[number];

const systemProblemCodes = [
  "broker_silent",
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
  "source_failing",
  "destination_failing",
] as const;

const time = z.string().meta({ format: "date-time" });
const count = z.int().min(0);

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

const broker = z
  .object({
    server_name: z.string(),
    version: z.string(),
    cluster: z.string().nullable(),
    round_trip_ms: z.number(),
    jetstream: z
      .object({
        storage_bytes: count,
        max_storage_bytes: count.nullable().meta({ description: "Null: only the disk limits it." }),
        api_requests: count,
        api_errors: count,
      })
      .nullable(),
    unreadable: z
      .array(z.object({ name: z.string(), reason: z.string() }))
      .readonly()
      .meta({ description: "Streams and consumers that are missing or do not respond." }),
  })
  .meta({ id: "SystemBroker" });
export type SystemBroker = z.infer<typeof broker>;

const stream = z
  .object({
    name: z.string(),
    messages: count,
    bytes: count,
    max_messages: count.nullable(),
    max_bytes: count.nullable(),
    max_age_seconds: z.number().nullable(),
    when_full: z.enum(["refuses", "drops_oldest"]),
    first_at: time.nullable(),
    last_at: time.nullable(),
    leader: z.string().nullable().meta({ description: "Leader in a cluster; null without one." }),
    replica_count: count,
    replicas_behind: z
      .array(z.string())
      .readonly()
      .meta({ description: "Servers whose replica is offline or not current." }),
  })
  .meta({ id: "SystemStream" });
export type SystemStream = z.infer<typeof stream>;

const queue = z
  .object({
    name: z.string().meta({ description: "Such as extractor-splits; equal to the name of the workers' endpoint." }),
    stream: z.string(),
    service: z.enum(serviceNames),
    waiting: count.meta({ description: "Depth: messages not delivered yet." }),
    in_work: count.meta({ description: "Messages delivered and not acknowledged." }),
    redelivered: count,
    oldest_at: time.nullable().meta({
      description: "Time of the oldest unfinished message; null without one. `measured_at` minus this is the lag.",
    }),
  })
  .meta({ id: "SystemQueue" });
export type SystemQueue = z.infer<typeof queue>;

const instance = z
  .object({
    id: z.string(),
    version: z.string(),
    started_at: time,
    state: z.enum(["answering", "silent"]),
    last_answer_at: time,
    metadata: z.record(z.string(), z.string()),
    endpoints: z
      .array(
        z.object({
          name: z.string(),
          slots: count.nullable().meta({ description: "Tasks at the same time; null: unlimited." }),
          busy: count,
          done: count.meta({ description: "Tasks ended since the process started." }),
          failed: count.meta({ description: "Of these, tasks that failed or were delayed." }),
          last_error_code: z.string().nullable(),
          average_ms: z.number().nullable(),
        }),
      )
      .readonly(),
  })
  .meta({ id: "SystemInstance" });
export type SystemInstance = z.infer<typeof instance>;

/** A server that runs read from or write to, as the runs of the last seven days found it. */
const server = z
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

const service = z.object({ service: z.enum(serviceNames), instances: z.array(instance).readonly() });
export type SystemService = z.infer<typeof service>;

const wait = z.object({
  reason: z.string(),
  error_code: z.string().nullable(),
  runs: count,
  run_id: z.string(),
  pipeline_name: z.string(),
});
export type SystemWait = z.infer<typeof wait>;

const hour = z.object({ hour: time, runs: count, failed: count, rows_loaded: count, bytes_billed: count });
export type SystemHour = z.infer<typeof hour>;

const errorCount = z.object({ hour: time, error_code: z.string(), runs: count });
export type SystemErrorCount = z.infer<typeof errorCount>;

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

export const systemExample: SystemView = {
  measured_at: "2026-01-31T08:00:00.000Z",
  state: "degraded",
  problems: [
    {
      code: "destination_failing",
      severity: "warn",
      message: "1 run waits for destination db.example.com:5432/warehouse: sink_unreachable.",
      solution:
        "Check the destination's host and port, and that PostgreSQL is running and accepts connections from the loader.",
    },
  ],
  broker: {
    server_name: "datamantri-nats",
    version: "2.14.0",
    cluster: null,
    round_trip_ms: 1,
    jetstream: { storage_bytes: 10_485_760, max_storage_bytes: null, api_requests: 1_204, api_errors: 0 },
    unreadable: [],
  },
  streams: [
    {
      name: "BATCHES",
      messages: 12,
      bytes: 10_240_000,
      max_messages: 2_000,
      max_bytes: 8_388_608_000,
      max_age_seconds: null,
      when_full: "refuses",
      first_at: "2026-01-31T07:59:57.000Z",
      last_at: "2026-01-31T07:59:59.900Z",
      leader: null,
      replica_count: 1,
      replicas_behind: [],
    },
  ],
  queues: [
    {
      name: "loader-batches",
      stream: "BATCHES",
      service: "loader",
      waiting: 8,
      in_work: 4,
      redelivered: 0,
      oldest_at: "2026-01-31T07:59:57.000Z",
    },
  ],
  services: [
    {
      service: "loader",
      instances: [
        {
          id: "6Q1N3GZ8V2K7T0B5W4C9XA",
          version: "0.1.0",
          started_at: "2026-01-30T21:12:00.000Z",
          state: "answering",
          last_answer_at: "2026-01-31T08:00:00.000Z",
          metadata: { node: "v24.4.0", group_bytes: "4194304" },
          endpoints: [
            {
              name: "loader-batches",
              slots: 2,
              busy: 2,
              done: 5_120,
              failed: 3,
              last_error_code: "sink_unreachable",
              average_ms: 41.7,
            },
          ],
        },
      ],
    },
  ],
  outbox: { waiting: 0, oldest_at: null },
  open_runs: {
    queued: 0,
    running: 1,
    rows_loaded: 120_000,
    waits: [
      {
        reason: "load waits: cannot reach db.example.com (sink_unreachable)",
        error_code: "sink_unreachable",
        runs: 1,
        run_id: "0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",
        pipeline_name: "orders",
      },
    ],
  },
  throughput: [{ hour: "2026-01-31T08:00:00.000Z", runs: 4, failed: 1, rows_loaded: 960_000, bytes_billed: 0 }],
  errors: [{ hour: "2026-01-31T07:00:00.000Z", error_code: "sink_unreachable", runs: 1 }],
  sources: [
    {
      name: "analytics-prod",
      state: "working",
      last_success_at: "2026-01-31T07:58:00.000Z",
      last_failure_at: null,
      last_error_code: null,
      waiting: 0,
      runs: 24,
      failed: 1,
      rows_loaded: 960_000,
    },
  ],
  destinations: [
    {
      name: "db.example.com:5432/warehouse",
      state: "failing",
      last_success_at: "2026-01-31T06:58:00.000Z",
      last_failure_at: "2026-01-31T07:58:00.000Z",
      last_error_code: "sink_unreachable",
      waiting: 1,
      runs: 24,
      failed: 1,
      rows_loaded: 960_000,
    },
  ],
  unavailable: [],
};
