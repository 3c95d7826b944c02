import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  batchMessageId,
  deriveUuid,
  queryJobId,
  requestedId,
  requestedRunId,
  scheduledRunId,
  schemaFingerprint,
  stagingTableName,
  tickId,
} from "../src/index.ts";

describe("a derived id", () => {
  test("is a UUID of version 8, equal for equal parts", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "binary" })), (parts) => {
        expect(deriveUuid(...parts)).toBe(deriveUuid(...parts));
        expect(deriveUuid(...parts)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  test("differs when the same letters are split differently", () => {
    expect(deriveUuid("ab", "c")).not.toBe(deriveUuid("a", "bc"));
    expect(deriveUuid("ab")).not.toBe(deriveUuid("ab", ""));
    expect(deriveUuid("1:a", "b")).not.toBe(deriveUuid("1", "a1:b"));
    const parts = fc.array(fc.string({ maxLength: 3 }), { maxLength: 3 });
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        const isSame = JSON.stringify(a) === JSON.stringify(b);
        expect(deriveUuid(...a) === deriveUuid(...b)).toBe(isSame);
      }),
      { numRuns: 500 },
    );
  });

  test("stays the same for ever: the database has runs with it", () => {
    expect(deriveUuid("run", "p", "0")).toBe(scheduledRunId("p", 0));
    expect(scheduledRunId("p", 1_700_000_000_000)).toBe("901f871b-bdf4-889e-932b-a24a463125f0");
    expect(requestedRunId("p", "key")).toBe("e4e25ca4-fcb6-8e7e-9b78-3256b42e0bc0");
    expect(requestedId("pipeline", "u", "key")).toBe(deriveUuid("pipeline-request", "u", "key"));
  });

  test("of a request never equals one of a schedule", () => {
    expect(requestedRunId("p", "1700000000000")).not.toBe(scheduledRunId("p", 1_700_000_000_000));
  });
});

test("a tick's id names the pipeline and the time", () => {
  expect(tickId("p", 1_700_000_000_000)).toBe("p@1700000000000");
});

test("a batch's message id differs in every part of it", () => {
  const ids = new Set<string>();
  for (let i = 0; i < 3 ** 4; i++) {
    const [split, sequence, part, attempt] = [i % 3, Math.floor(i / 3) % 3, Math.floor(i / 9) % 3, Math.floor(i / 27)];
    ids.add(batchMessageId({ runId: "r", split, sequence, part }, attempt));
  }
  expect(ids.size).toBe(3 ** 4);
});

test("a query job's id has only letters that BigQuery accepts", () => {
  fc.assert(fc.property(fc.uuid(), fc.nat(), (id, attempt) => /^[A-Za-z0-9_-]{1,1024}$/.test(queryJobId(id, attempt))));
});

test("a staging table's name fits PostgreSQL, unquoted, and is the run's alone", () => {
  fc.assert(
    fc.property(fc.uuid(), fc.uuid(), (a, b) => {
      expect(Buffer.byteLength(stagingTableName(a))).toBeLessThanOrEqual(63);
      expect(stagingTableName(a)).toMatch(/^[a-z_][a-z0-9_]*$/);
      expect(stagingTableName(a) === stagingTableName(b)).toBe(a === b);
    }),
  );
});

test("a schema's fingerprint depends on every property of the columns", () => {
  const column = { name: "a", type: "INT64", repeated: false, required: false, fields: [], rangeElementType: "" };
  const fingerprint = schemaFingerprint([column]);
  expect(fingerprint).toBe(schemaFingerprint([{ ...column }]));
  for (const other of [
    { name: "b" },
    { type: "STRING" },
    { repeated: true },
    { required: true },
    { fields: [column] },
  ]) {
    expect(schemaFingerprint([{ ...column, ...other }])).not.toBe(fingerprint);
  }
});
