/** Those who want no traces in the audit log: who fill it, who hold it up, and who own its database. */
import { createHash } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import type { AuditEntryView, AuditVerification, SystemView } from "@datamantri/api";
import { waitFor } from "@datamantri/testkit";

import { openApi, type CallApi } from "../call-api.ts";
import { startTestStack, type TestStack } from "../test-stack.ts";

const password = "correct horse battery staple";

let product: TestStack;
/** As an administrator of the product. */
let call: CallApi;
/** As the owner of its database. */
let database: Client;

beforeAll(async () => {
  product = await startTestStack({ registry: { RECONCILE_SECONDS: "1" } });
  call = await openApi(product);
  database = new Client({ connectionString: product.stack.adminUrl("datamantri_registry") });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await product[Symbol.asyncDispose]();
});

async function queryRows<T>(sql: string): Promise<T[]> {
  return (await database.query(sql)).rows as T[];
}

async function makeUser(email: string): Promise<number> {
  return (await call("POST", "/api/v1/users", { body: { email, role: "viewer", password } })).status;
}

async function logIn(email: string, secret = password) {
  return call("POST", "/api/v1/auth/login", { token: null, body: { email, password: secret } });
}

describe("a flood of refused requests", () => {
  const floods = 300;
  let token: string;
  let key: string;

  beforeAll(async () => {
    expect(await makeUser("flood@example.com")).toBe(201);
    token = (await logIn("flood@example.com")).json["access_token"] as string;
    const made = await call("POST", "/api/v1/api-keys", { token, body: { name: "flood", role: "viewer" } });
    key = made.json["secret"] as string;
  });

  /** A caller's requests, ten at a time. @returns their statuses */
  async function flood(ask: () => Promise<{ readonly status: number }>): Promise<number[]> {
    const statuses: number[] = [];
    for (let sent = 0; sent < floods; sent += 10) {
      const answers = await Promise.all(Array.from({ length: 10 }, ask));
      statuses.push(...answers.map(({ status }) => status));
    }
    return statuses;
  }

  test("fills nothing, holds nobody up, and is counted", async () => {
    const flooding = Promise.all([
      flood(() => call("GET", "/api/v1/audit", { token })),
      flood(() => call("GET", "/api/v1/audit", { token: key })),
      flood(() => call("GET", "/api/v1/audit", { token: null })),
      flood(() => logIn("flood@example.com", "wrong wrong wrong")),
    ]);
    const changes = 20;
    for (let i = 0; i < changes; i++) expect(await makeUser(`meanwhile-${i}@example.com`)).toBe(201);
    const [byToken, byKey, byStranger, byGuess] = await flooding;
    expect(new Set([...byToken, ...byKey])).toEqual(new Set([403]));
    expect(new Set(byStranger)).toEqual(new Set([401]));
    expect(byGuess.filter((status) => status !== 401 && status !== 429)).toEqual([]);
    // A registry that stops enters what it has counted.
    await product.stack.kill("registry", "SIGTERM");
    const counted = await waitFor(
      async () => {
        const rows = await queryRows<{ facts: { refused_count?: number; user_id?: string } }>(
          "select facts from audit_log where outcome = 'denied' and action = 'GET /api/v1/audit'",
        );
        return rows.some(({ facts }) => facts.refused_count !== undefined) ? rows : undefined;
      },
      { what: "the count to be entered" },
    );
    expect(counted).toHaveLength(6);
    const total = counted.reduce((sum, { facts }) => sum + (facts.refused_count ?? 1), 0);
    expect(total).toBe(2 * floods);
    const failed = await queryRows("select from audit_log where outcome in ('denied', 'failed')");
    // Those six, and as many of the guesses, of which there were fewer.
    expect(failed.length).toBeLessThanOrEqual(12);
    const made = await queryRows("select from audit_log where action = 'user.created'");
    expect(made.length).toBeGreaterThanOrEqual(changes);
  });
});

describe("the owner of the database", () => {
  let before: readonly { readonly sequence: string; readonly row: object; readonly hash: Buffer }[];

  const verify = async (): Promise<AuditVerification> => {
    const answer = await waitFor(
      async () => {
        const found = await call("GET", "/api/v1/audit/verify");
        return found.status === 200 ? found : undefined;
      },
      { what: "the registry to answer" },
    );
    return answer.json as unknown as AuditVerification;
  };

  /** Whatever the table's triggers refuse. */
  const tamper = (statement: string) =>
    database.query(
      `alter table audit_log disable trigger user; ${statement}; alter table audit_log enable trigger user`,
    );

  beforeEach(async () => {
    for (const email of ["a", "b", "c", "d"]) await makeUser(`${email}-${crypto.randomUUID()}@example.com`);
    before = await queryRows("select sequence, hash, to_jsonb(audit_log) as row from audit_log order by sequence");
    const last = Number(before.at(-1)!.sequence);
    await waitFor(async () => ((await verify()).anchor?.sequence ?? 0) >= last, { what: "the end to be anchored" });
    expect(await verify()).toMatchObject({ is_intact: true, anchor: { holds: true } });
  });

  /** As RFC 8785 writes it, for what entries have: texts, whole numbers, and objects of these. */
  const canonical = (value: unknown): string =>
    JSON.stringify(value, (_key, item: unknown) =>
      typeof item === "object" && item !== null && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : item,
    );

  test("rewrites an entry and all later hashes without the key: verifying names it", async () => {
    const { text } = await call("GET", "/api/v1/audit?limit=200");
    const entries = (JSON.parse(text) as AuditEntryView[]).toReversed();
    const target = entries.findIndex(({ action, sequence }) => action === "user.created" && sequence > 1);
    const first = entries[target]!;
    let previous = before.find(({ sequence }) => Number(sequence) === first.sequence - 1)!.hash;
    const statements: string[] = [`update audit_log set actor_name = 'nobody' where sequence = ${first.sequence}`];
    for (const { hash: _hash, ...content } of entries.slice(target)) {
      const isTarget = content.sequence === first.sequence;
      const changed = isTarget ? { ...content, actor: { ...content.actor, name: "nobody" } } : content;
      previous = createHash("sha256")
        .update(`${previous.toString("hex")}\n${canonical(changed)}`)
        .digest();
      const hash = `'\\x${previous.toString("hex")}'`;
      statements.push(`update audit_log set hash = ${hash} where sequence = ${content.sequence}`);
      statements.push(`update audit_head set hash = ${hash} where sequence = ${content.sequence}`);
    }
    await tamper(statements.join("; "));
    expect(await verify()).toMatchObject({
      is_intact: false,
      first_broken_sequence: first.sequence,
      anchor: { holds: false },
    });
    // As it was, for the next test.
    const old = before.map(({ sequence, hash }) => `(${sequence}, '\\x${hash.toString("hex")}'::bytea)`).join();
    await tamper(
      `update audit_log set actor_name = '${first.actor.name}' where sequence = ${first.sequence};
       update audit_log set hash = old.hash from (values ${old}) as old (sequence, hash) where old.sequence = audit_log.sequence;
       update audit_head set hash = old.hash from (values ${old}) as old (sequence, hash) where old.sequence = audit_head.sequence`,
    );
  });

  test("cuts the end off: verifying and the System page say what is missing, also when the log has grown", async () => {
    const last = Number(before.at(-1)!.sequence);
    const kept = before.at(-4)!;
    await tamper(
      `delete from audit_log where sequence > ${kept.sequence};
       update audit_head set sequence = ${kept.sequence}, hash = '\\x${kept.hash.toString("hex")}'`,
    );
    const missing = { from_sequence: last - 2, to_sequence: last };
    const cut = { is_intact: false, missing, anchor: { sequence: last, holds: false } };
    expect(await verify()).toMatchObject(cut);
    await waitFor(
      async () => {
        const { problems } = (await call("GET", "/api/v1/system")).json as unknown as SystemView;
        return problems.some(({ code }) => code === "audit_log_changed");
      },
      { what: "the System page to say so" },
    );
    for (const email of ["e", "f", "g", "h", "i"]) expect(await makeUser(`${email}@example.com`)).toBe(201);
    expect(await verify()).toMatchObject(cut);
  });
});
