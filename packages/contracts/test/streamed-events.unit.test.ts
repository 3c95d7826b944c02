import { expect, test } from "vitest";

import { toStreamedEventView, type Message, type PublicEvent } from "../src/index.ts";

const ids = { runId: "r", pipelineId: "p" };

test("an event is shown with its time, its names in snake_case and its data", () => {
  const event: PublicEvent = {
    name: "StepDelayed",
    eventId: "e",
    timeMs: 0,
    body: { ...ids, step: "read", code: "source_unavailable", message: "no answer", delivery: 2, retryInMs: 500 },
  };
  expect(toStreamedEventView(event)).toEqual({
    event_id: "e",
    type: "step_delayed",
    time: "1970-01-01T00:00:00.000Z",
    run_id: "r",
    pipeline_id: "p",
    data: {
      step: "read",
      error_code: "source_unavailable",
      error_message: "no answer",
      delivery: 2,
      retry_in_ms: 500,
    },
  });
});

test("a watermark, which is a value of a row, stays internal", () => {
  const watermark = { column: "c", type: "t", value: "secret" };
  const body = { ...ids, rowCount: 3, warnings: ["few rows"], watermark } as Message<"RunFinalized">;
  const event: PublicEvent = { name: "RunFinalized", eventId: "e", timeMs: 0, body };
  expect(JSON.stringify(toStreamedEventView(event))).not.toContain("secret");
  expect(toStreamedEventView(event).data).toEqual({ records_processed: 3, warnings: ["few rows"] });
});
