/** The audit log across a change of SECRETS_KEY. */
import { randomBytes } from "node:crypto";
import { describe, expect } from "vitest";

import { Secret } from "@datamantri/runtime";

import { AuditLog } from "../src/audit/audit-log.ts";
import { auditPurpose } from "../src/audit/audit-chain.ts";
import { verifyAuditLog } from "../src/audit/verify-audit-log.ts";
import { vouchForEarlierKeys } from "../src/audit/vouch-for-earlier-keys.ts";
import type { Db } from "../src/database/open-database.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { dbTest as test } from "./fixtures.ts";
import { tamper } from "./tamper.ts";
import { caller } from "./test-identity.ts";
import { log } from "./test-registry.ts";

const [oldKey, newKey] = [1, 2].map(() => randomBytes(32).toString("base64")) as [string, string];
const keysOf = (...keys: string[]) => new Sealer(new Secret(keys.join(","))).keysFor(auditPurpose);

const both = keysOf(newKey, oldKey);
const verify = (db: Db, ...keys: string[]) => verifyAuditLog(db, keysOf(...keys), undefined);

async function record(db: Db, keys: ReturnType<typeof keysOf>, count = 3): Promise<void> {
  const event = { action: "x", outcome: "allowed", object: null, facts: {} } as const;
  await new AuditLog(db, keys, log).record(Array.from({ length: count }, () => ({ caller: caller(), event })));
}

/** Starts as a registry with these keys does. */
const start = (db: Db, keys: ReturnType<typeof keysOf>) =>
  vouchForEarlierKeys(db, new AuditLog(db, keys, log), keys, log);

async function changeKey(db: Db): Promise<void> {
  await record(db, keysOf(oldKey));
  // Two registries.
  await Promise.all([start(db, both), start(db, both)]);
  await record(db, both);
}

describe("after the key is changed", () => {
  test("one entry vouches for earlier ones, so that the old key can be removed", async ({ db }) => {
    await changeKey(db);
    const intact = { is_intact: true, entry_count: 7, first_broken_sequence: null, unverified: null };
    expect(await verify(db, newKey, oldKey)).toMatchObject(intact);
    expect(await verify(db, newKey)).toMatchObject(intact);
    const entries = await db.selectFrom("audit_log").select(["action", "key_id"]).orderBy("sequence").execute();
    expect(entries.map(({ action }) => action)).toEqual(["x", "x", "x", "audit.key_changed", "x", "x", "x"]);
    expect(new Set(entries.map(({ key_id }) => key_id)).size).toBe(2);
    // A second start changes nothing.
    await start(db, keysOf(newKey));
    expect(await verify(db, newKey)).toMatchObject(intact);
  });

  test("a later change of an entry signed by the old key still shows", async ({ db }) => {
    await changeKey(db);
    await tamper(db, "update audit_log set object = 'other' where sequence = 2");
    expect(await verify(db, newKey, oldKey)).toMatchObject({ is_intact: false, first_broken_sequence: 2 });
    expect(await verify(db, newKey)).toMatchObject({ is_intact: false, first_broken_sequence: 1 });
  });

  test("and the old key removed at once, verifying shows which entries nothing vouches for", async ({ db }) => {
    await record(db, keysOf(oldKey));
    await start(db, keysOf(newKey));
    await record(db, keysOf(newKey));
    const unverified = { from_sequence: 1, to_sequence: 3 };
    expect(await verify(db, newKey)).toMatchObject({ is_intact: false, first_broken_sequence: null, unverified });
    expect(await verify(db, newKey, oldKey)).toMatchObject({ is_intact: true });
  });

  test("a broken chain is not vouched for", async ({ db }) => {
    await record(db, keysOf(oldKey));
    await tamper(db, "update audit_log set object = 'other' where sequence = 2");
    await start(db, both);
    await record(db, both);
    expect(await db.selectFrom("audit_log").select("sequence").where("action", "!=", "x").execute()).toEqual([]);
    expect(await verify(db, newKey)).toMatchObject({ unverified: { from_sequence: 1, to_sequence: 3 } });
  });

  test("entries that name a key other than their own are invalid", async ({ db }) => {
    await record(db, keysOf(oldKey));
    await tamper(db, `update audit_log set key_id = '${both[0].id}' where sequence = 2`);
    expect(await verify(db, newKey, oldKey)).toMatchObject({ is_intact: false, first_broken_sequence: 2 });
  });
});
