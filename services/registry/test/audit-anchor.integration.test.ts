/** The audit log's anchor in NATS, and the manipulations by the database's owner that it reveals. */
import { describe, expect } from "vitest";

import { auditAnchorSubject } from "@datamantri/contracts";
import type { AuditVerification } from "@datamantri/api";

import { answerAll } from "./answer-all.ts";
import { isolatedTest as test } from "./fixtures.ts";
import { cutOff, rewriteChain, tamper } from "./tamper.ts";
import { caller } from "./test-identity.ts";
import type { TestRegistry } from "./test-registry.ts";

const event = { action: "x", outcome: "allowed", object: null, facts: {} } as const;

const record = (registry: TestRegistry, count: number) =>
  registry.audit.record(Array.from({ length: count }, () => ({ caller: caller(), event })));

const verify = (registry: TestRegistry): Promise<AuditVerification> => answerAll(registry)["audit.verify"]({});
const reported = async (registry: TestRegistry) => (await answerAll(registry)["system.read"]({})).audit;

async function timeOf(registry: TestRegistry, sequence: number): Promise<string> {
  const query = registry.db.selectFrom("audit_log").select("at").where("sequence", "=", sequence);
  return (await query.executeTakeFirstOrThrow()).at.toISOString();
}

/** A log of ten anchored entries. */
test.beforeEach(async ({ registry }) => {
  await registry.reconciler.restoreStreams(true);
  await record(registry, 7);
  // Later entries get a later time.
  await new Promise((resolve) => setTimeout(resolve, 5));
  await record(registry, 3);
  await registry.reconciler.reconcile();
  expect(await verify(registry)).toMatchObject({ is_intact: true, anchor: { sequence: 10, holds: true } });
});

describe("the owner of the database", () => {
  test("cannot cut off the end: missing entries are reported, also when the log has grown since", async ({
    registry,
  }) => {
    const times = { after: await timeOf(registry, 7), until: await timeOf(registry, 10) };
    await cutOff(registry.db, 7);
    const missing = { from_sequence: 8, to_sequence: 10, ...times };
    const cut = { is_intact: false, entry_count: 7, first_broken_sequence: 8, missing };
    expect(await verify(registry)).toMatchObject({ ...cut, anchor: { sequence: 10, holds: false } });
    await registry.reconciler.reconcile();
    expect(await reported(registry)).toMatchObject({ anchor: { sequence: 10 }, missing });
    // New entries reuse the same numbers, and go beyond them.
    await record(registry, 20);
    await registry.reconciler.reconcile();
    expect(await reported(registry)).toMatchObject({ anchor: { sequence: 10 }, missing });
    expect(await verify(registry)).toMatchObject({ ...cut, entry_count: 27, anchor: { sequence: 10, holds: false } });
  });

  test("cannot empty the table", async ({ registry }) => {
    const until = await timeOf(registry, 10);
    await cutOff(registry.db, 0);
    const missing = { from_sequence: 1, to_sequence: 10, after: null, until };
    expect(await verify(registry)).toMatchObject({
      is_intact: false,
      entry_count: 0,
      first_broken_sequence: 1,
      missing,
    });
    await registry.reconciler.reconcile();
    expect(await reported(registry)).toMatchObject({ missing });
  });

  test("cannot recompute the whole chain", async ({ registry }) => {
    await rewriteChain(registry.db);
    expect(await verify(registry)).toMatchObject({
      is_intact: false,
      first_broken_sequence: 1,
      missing: null,
      anchor: { holds: false },
    });
    await registry.reconciler.reconcile();
    expect(await reported(registry)).toMatchObject({ anchor: { sequence: 10 }, missing: null });
  });

  test("cannot change an entry", async ({ registry }) => {
    await tamper(registry.db, "update audit_log set actor_name = 'somebody else' where sequence = 4");
    expect(await verify(registry)).toMatchObject({ is_intact: false, entry_count: 3, first_broken_sequence: 4 });
  });
});

describe("the anchor", () => {
  test("only moves forward, whichever registry moves it", async ({ registry, second }) => {
    const seen: number[] = [];
    for (let round = 0; round < 20; round++) {
      await Promise.all([
        record(round % 2 === 0 ? registry : second, 3),
        registry.anchors.move(),
        second.anchors.move(),
        registry.anchors.move(),
      ]);
      seen.push((await second.anchors.read())!.sequence);
    }
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    await second.anchors.move();
    expect(await verify(registry)).toMatchObject({
      is_intact: true,
      entry_count: 70,
      anchor: { sequence: 70, holds: true },
    });
    expect([registry.anchors.broken, second.anchors.broken]).toEqual([null, null]);
  });

  test("is created again when NATS has lost it, and verifying shows since when", async ({ nats, registry }) => {
    const { since } = (await registry.anchors.read())!;
    await nats.wipe();
    await expect
      .poll(
        () =>
          registry.reconciler.reconcile().then(
            () => true,
            () => false,
          ),
        { timeout: 20_000 },
      )
      .toBe(true);
    await record(registry, 2);
    await registry.reconciler.reconcile();
    const { anchor } = await verify(registry);
    expect(anchor).toMatchObject({ sequence: 12, since_sequence: 10, holds: true });
    expect(Date.parse(anchor!.since)).toBeGreaterThan(Date.parse(since));
  });

  test("is created again when an operator deletes it, as after restoring a backup", async ({ registry }) => {
    await cutOff(registry.db, 7);
    await registry.reconciler.reconcile();
    expect(await reported(registry)).not.toBeNull();
    // `nats kv del audit head` leaves an empty value: https://github.com/nats-io/nats-architecture-and-design/blob/main/adr/ADR-8.md
    await registry.bus.js.publish(auditAnchorSubject, "");
    await registry.reconciler.reconcile();
    expect(await reported(registry)).toBeNull();
    expect(await verify(registry)).toMatchObject({ is_intact: true, anchor: { sequence: 7, since_sequence: 7 } });
  });
});
