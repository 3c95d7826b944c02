import { z } from "zod";

import { time, uuid } from "../scalars.ts";

/** The public events. Workers' reports of single batches and splits are internal: `run_progressed` sums them up. */
export const streamedEventTypes = [
  "run_queued",
  "run_planned",
  "run_prepared",
  "run_progressed",
  "step_delayed",
  "step_failed",
  "run_finalized",
  "run_discarded",
  "run_abandoned",
  "run_succeeded",
  "run_failed",
  "run_cancelled",
  "run_skipped",
] as const;

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const id = (what: string) =>
  z
    .string()
    .toLowerCase()
    .regex(uuidPattern, { error: `is not the id of a ${what}` })
    .optional()
    .meta({ format: "uuid" });

/** One `data:` of the stream. */
export const streamedEventView = z
  .object({
    id: z.string().meta({ description: "Position in the stream; send it as `Last-Event-ID` to resume." }),
    event_id: z.string().meta({ description: "Equal for repeats of the same event." }),
    type: z.enum(streamedEventTypes),
    time,
    run_id: uuid,
    pipeline_id: uuid,
    data: z.record(z.string(), z.unknown()).meta({ description: "Fields of the event (docs/events.md)." }),
  })
  .meta({ id: "StreamedEvent" });
export type StreamedEventView = Omit<z.infer<typeof streamedEventView>, "id">;

export const lastEventIdHeader = z.object({
  "last-event-id": z
    .string()
    .max(64)
    .optional()
    .meta({ description: "Last id received; the stream resumes after it." }),
});

export const eventsQuery = z.object({
  pipeline_id: id("pipeline").meta({ description: "Only runs of this pipeline." }),
});

export const socketQuery = z.object({
  pipeline_id: id("pipeline").meta({ description: "Only runs of this pipeline." }),
  run_id: id("run").meta({ description: "Only this run, from its beginning." }),
  last_event_id: z.string().max(64).optional().meta({ description: "Last id received; the stream resumes after it." }),
});

/** Type of every stream's body. */
export const eventStream = z.string().meta({ description: "Server-sent events; each `data` is a StreamedEvent." });

export const eventStreamExample =
  "retry: 2000\n\nid: mf3k2a9z-1041\nevent: ready\ndata: {}\n\n" +
  'id: mf3k2a9z-1042\ndata: {"id":"mf3k2a9z-1042","event_id":"0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33:RunSucceeded",' +
  '"type":"run_succeeded","time":"2026-01-31T08:00:04.120Z","run_id":"0198c1f3-11d2-8a3c-b0a4-5d1c9e7f2a33",' +
  '"pipeline_id":"0198c1f2-7a5e-7c3b-9d61-2f4e8a6b0c11","data":{"records_processed":3201}}\n\n';
