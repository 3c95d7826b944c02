/** Where an incremental run begins. */
import { expect, test } from "vitest";

import { usableWatermark, type Run } from "../src/runs/run.ts";

const watermark = { column: "updated_at", type: "TIMESTAMP", value: "2026-01-05 10:00:00.000000+00" };

function begin(cursor_column: string): unknown {
  const configuration = { source_config: { read: "incremental", cursor_column } } as Run["configuration"];
  return usableWatermark({ configuration, watermark });
}

// https://docs.cloud.google.com/bigquery/docs/schemas#column_names
test("is the watermark of the same column, whose name may be in any case", () => {
  expect(begin("updated_at")).toEqual(watermark);
  expect(begin("Updated_At")).toEqual(watermark);
  expect(begin("created_at")).toBeNull();
});
