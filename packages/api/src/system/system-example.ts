import type { SystemView } from "./system.ts";

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
    address: "nats:4222",
    server_name: "datamantri-nats",
    version: "2.14.0",
    cluster: null,
    round_trip_ms: 1,
    max_payload_bytes: 8_388_608,
    needed_payload_bytes: 4_259_840,
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
          version: "0.2.0",
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
