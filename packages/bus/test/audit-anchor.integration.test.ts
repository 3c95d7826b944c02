import { expect, test } from "vitest";

import { auditAnchorSubject } from "@datamantri/contracts";

import { ensureTopology, putAuditAnchor, readAuditAnchor } from "../src/index.ts";
import { natsOfTest, openTestBus, topology } from "./open-test-bus.ts";

const anchor = {
  sequence: 7,
  hash: "ab".repeat(32),
  entry_at: "2026-01-31T08:00:00.000Z",
  at: "2026-01-31T08:00:02.000Z",
  since_sequence: 1,
  since: "2026-01-01T08:00:00.000Z",
};

test("the audit log's anchor is replaced only at its current revision", async () => {
  const nats = await natsOfTest();
  const bus = await openTestBus(nats.url);
  await expect(readAuditAnchor(bus)).rejects.toMatchObject({ code: "bus_unavailable" });
  await ensureTopology(bus, topology);
  const none = await readAuditAnchor(bus);
  expect(none).toEqual({ anchor: undefined, revision: 0 });
  expect(await putAuditAnchor(bus, anchor, none.revision)).toBe(true);
  expect(await putAuditAnchor(bus, { ...anchor, sequence: 6 }, none.revision)).toBe(false);
  const stored = await readAuditAnchor(bus);
  expect(stored.anchor).toEqual(anchor);
  expect(await putAuditAnchor(bus, { ...anchor, sequence: 8 }, stored.revision)).toBe(true);
  expect(await putAuditAnchor(bus, { ...anchor, sequence: 9 }, stored.revision)).toBe(false);
  expect(await readAuditAnchor(bus)).toMatchObject({ anchor: { sequence: 8 } });
  for (const junk of ["", "null", "{", JSON.stringify({ ...anchor, sequence: "x" })]) {
    await bus.js.publish(auditAnchorSubject, junk);
    const { anchor: found, revision } = await readAuditAnchor(bus);
    expect([found, revision > stored.revision]).toEqual([undefined, true]);
  }
});
