/** The audit log, on a real database. */
import { sql } from "kysely";
import { describe, expect } from "vitest";

import { recordSecretUse } from "../src/audit/record-secret-use.ts";
import { rewriteChain, tamper } from "./tamper.ts";
import { actions, caller, createUser, open, openRefresh, test, type Api } from "./test-identity.ts";

describe("the audit log", () => {
  const record = (api: Api, object: string) =>
    api["audit.record"]({
      events: [{ action: "pipelines.create", outcome: "allowed", object, facts: { b: 1, a: "ü\n" } }],
      caller: caller(),
      user_id: null,
    });
  test("has one order without gaps under concurrent writers, in pages from the newest", async ({ api }) => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => record(api, `object ${index}`)));
    const { items: first } = await api["audit.list"]({ before: null, limit: 20 });
    const { items: rest } = await api["audit.list"]({ before: first.at(-1)!.sequence, limit: 20 });
    const sequences = [...first, ...rest].map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    expect(await api["audit.verify"]({})).toEqual({
      is_intact: true,
      entry_count: 30,
      first_broken_sequence: null,
      head_hash: first[0]!.hash,
      missing: null,
      unverified: null,
      anchor: null,
    });
  });

  test("refuses to be changed", async ({ db, api }) => {
    await record(api, "one");
    for (const statement of ["update audit_log set object = 'two'", "delete from audit_log", "truncate audit_log"]) {
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only/);
    }
  });

  test.for([
    ["changed", "update audit_log set object = 'other' where sequence = 3", 3],
    ["taken out", "delete from audit_log where sequence = 3", 3],
    ["cut off at the end", "delete from audit_log where sequence > 4", 5],
    ["moved in time", "update audit_log set at = at + interval '1 second' where sequence = 2", 2],
    ["given other facts", `update audit_log set facts = '{"b":2,"a":"ü\\n"}' where sequence = 5`, 5],
  ] as const)("shows where an entry was %s", async ([_what, statement, first_broken_sequence], { db, api }) => {
    for (let index = 0; index < 5; index++) await record(api, `object ${index}`);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: true, entry_count: 5 });
    await tamper(db, statement);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: false, first_broken_sequence });
  });

  test("shows that its whole chain was recomputed without the key", async ({ db, api }) => {
    for (let index = 0; index < 5; index++) await record(api, `object ${index}`);
    await rewriteChain(db);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: false, entry_count: 0, first_broken_sequence: 1 });
  });

  test.for([
    ["entries", "audit_log", "insert"],
    ["the head", "audit_head", "update"],
  ] as const)("changes nothing while the database leaves out %s", async ([_what, table, event], { db, api }) => {
    await record(api, "before");
    await sql
      .raw(`create function leave_out() returns trigger language plpgsql as 'begin return null; end'`)
      .execute(db);
    await sql
      .raw(`create trigger leave_out before ${event} on ${table} for each row execute function leave_out()`)
      .execute(db);
    const refusal = { code: "metadata_unavailable", message: expect.stringContaining("look for triggers") as string };
    await expect(record(api, "left out")).rejects.toMatchObject(refusal);
    await expect(createUser(api, "nobody@example.com")).rejects.toMatchObject(refusal);
    await sql.raw(`drop trigger leave_out on ${table}`).execute(db);
    await record(api, "after");
    const { items } = await api["audit.list"]({ before: null, limit: 100 });
    expect(items.map(({ object }) => object)).toEqual(["after", "before"]);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: true, entry_count: 2 });
  });

  test("tells logins, failures and changes, without passwords or tokens", async ({ api }) => {
    const ada = await createUser(api, "ada@example.com");
    const { token, session_id } = await openRefresh(api, "ada@example.com");
    await open(api, "ada@example.com", "canary-password");
    await open(api, "canary-password-as-address", "x");
    await api["users.change"]({
      id: ada.id,
      change: { role: "editor", password: "canary-new-password" },
      caller: caller(),
    });
    expect(await actions(api)).toEqual([
      "user.changed",
      "session.open",
      "session.open",
      "session.opened",
      "user.created",
    ]);
    const { items: entries } = await api["audit.list"]({ before: null, limit: 100 });
    expect(entries[0]).toMatchObject({
      facts: {
        role_before: "viewer",
        role: "editor",
        is_password_new: true,
      },
      object: ada.id,
      address: "192.0.2.1",
      request_id: "request-1",
    });
    expect(entries[3]).toMatchObject({ object: session_id, actor: { kind: "user", id: ada.id } });
    expect(JSON.stringify(entries)).not.toContain("canary");
    // A token's secret may contain any of its separators, so its end is searched for.
    expect(JSON.stringify(entries)).not.toContain(token.slice(-20));
  });

  test("records once that a run's secrets were used", async ({ db, audit, api }) => {
    await Promise.all(Array.from({ length: 4 }, () => recordSecretUse(db, audit, "run-1", "source")));
    await recordSecretUse(db, audit, "run-1", "destination");
    expect((await actions(api)).toSorted()).toEqual(["secrets.destination_used", "secrets.source_used"]);
  });

  const denied = { action: "GET /api/v1/audit", outcome: "denied", object: null, facts: { reason: "no" } } as const;
  const refuse = (api: Api, count: number) =>
    Promise.all(
      Array.from({ length: count }, () =>
        api["audit.record"]({ events: [denied], caller: caller("192.0.2.1", "eve@example.com"), user_id: "eve" }),
      ),
    );

  test("records other users' changes while one user is refused a thousand times, with six entries for these refusals", async ({
    audit,
    api,
  }) => {
    const flood = refuse(api, 1_000);
    const ada = await createUser(api, "ada@example.com");
    await record(api, "change");
    await flood;
    await audit.close();
    const { items: entries } = await api["audit.list"]({ before: null, limit: 100 });
    expect(entries.filter(({ object }) => object === ada.id || object === "change")).toHaveLength(2);
    const refused = entries.filter(({ outcome }) => outcome === "denied");
    expect(refused.map(({ facts }) => facts["refused_count"] ?? "in full")).toEqual([
      995,
      ...Array<string>(5).fill("in full"),
    ]);
    expect(entries).toHaveLength(8);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: true, entry_count: 8 });
  });

  test("answers refusals while another transaction locks its chain", async ({ db, api }) => {
    await refuse(api, 5);
    await db.transaction().execute(async (tx) => {
      await tx.selectFrom("audit_head").selectAll().forUpdate().execute();
      await refuse(api, 100);
    });
    expect(await actions(api)).toHaveLength(5);
  });

  test("writes concurrent entries in few transactions", async ({ db, api }) => {
    const transactionOf = sql<{ count: number }>`select count(distinct xmin::text)::int as count from audit_log`;
    await Promise.all(Array.from({ length: 3_000 }, (_, index) => record(api, `object ${index}`)));
    expect((await transactionOf.execute(db)).rows[0]!.count).toBeLessThan(30);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: true, entry_count: 3_000 });
  });

  test("accepts no entry from a gateway in the name of a service", async ({ api }) => {
    const actor = { kind: "service", id: null, name: "loader" } as const;
    const recorded = api["audit.record"]({ events: [denied], caller: { ...caller(), actor }, user_id: null });
    await expect(recorded).rejects.toMatchObject({ code: "request_invalid" });
    expect(await actions(api)).toEqual([]);
  });
});
