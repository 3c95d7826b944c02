import { z } from "zod";

import { serviceNames } from "../values.ts";
import { count, time } from "../scalars.ts";

export const broker = z
  .object({
    address: z.string().meta({ description: "host:port of the server that the gateway is connected to." }),
    server_name: z.string(),
    version: z.string(),
    cluster: z.string().nullable(),
    round_trip_ms: z.number(),
    max_payload_bytes: count.meta({ description: "Largest message that the server accepts (`max_payload`)." }),
    needed_payload_bytes: count.meta({ description: "Largest message of a batch of rows." }),
    jetstream: z
      .object({
        storage_bytes: count,
        max_storage_bytes: count.nullable().meta({ description: "Null: only the disk limits it." }),
        api_requests: count,
        api_errors: count,
      })
      .nullable()
      .meta({ description: "Null: JetStream does not respond." }),
    unreadable: z
      .array(z.object({ name: z.string(), reason: z.string() }))
      .readonly()
      .meta({ description: "Streams and consumers that are missing or do not respond." }),
  })
  .meta({ id: "SystemBroker" });
export type SystemBroker = z.infer<typeof broker>;

export const stream = z
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

export const queue = z
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
