import { expect, test } from "vitest";

import { cloudEventHeaders, cloudEventType, routes, type EventName } from "../src/index.ts";

const names = (Object.keys(routes) as (keyof typeof routes)[]).filter((name) => routes[name].stream === "EVENTS");

test.each(names as EventName[])("%s has every attribute, in lower-case headers", (name) => {
  const headers = cloudEventHeaders({
    id: "the-id",
    name,
    source: "loader",
    instance: "host-1",
    pipelineId: "the-pipeline",
    runId: "the-run",
    timeMs: 1_700_000_000_123,
  });
  expect(headers).toEqual({
    "ce-specversion": "1.0",
    "ce-id": "the-id",
    "ce-type": cloudEventType(name),
    "ce-source": "/datamantri/loader",
    "ce-subject": "the-run",
    "ce-time": "2023-11-14T22:13:20.123Z",
    "ce-datacontenttype": "application/protobuf",
    "ce-pipelineid": "the-pipeline",
    "ce-instance": "host-1",
  });
  for (const header of Object.keys(headers)) expect(header).toMatch(/^ce-[a-z0-9]{1,20}$/);
  expect(cloudEventType(name)).toMatch(/^io\.datamantri\.run\.[a-z_]+\.v1$/);
});

test("types are derived from the events' names", () => {
  expect(new Set((names as EventName[]).map(cloudEventType)).size).toBe(names.length);
  expect(cloudEventType("BatchesLoaded")).toBe("io.datamantri.run.batches_loaded.v1");
});
