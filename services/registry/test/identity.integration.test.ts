/** Users, sessions, API keys, login limits and the audit log, on a real database. */
import { randomBytes } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";

import type { Caller } from "@datamantri/contracts";
import type { Role } from "@datamantri/resources";
import { Secret } from "@datamantri/runtime";
import { createDatabase, type TestDatabase } from "@datamantri/testkit";

import { answerIdentityRequests } from "../src/requests/answer-identity.ts";
import { recordSecretUse } from "../src/audit/record-secret-use.ts";
import { openDatabase, type Db } from "../src/database/open-database.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { createFirstAdmin } from "../src/users/users.ts";
import { log } from "./test-registry.ts";

const key = new Secret(randomBytes(32).toString("base64"));
const sealer = new Sealer(key);
const password = "correct horse battery";

let database: TestDatabase;
let db: Db;
let api: ReturnType<typeof answerIdentityRequests>;

beforeEach(async () => {
  database = await createDatabase(inject("postgres").url);
  db = await openDatabase(new Secret(database.url), log, new AbortController().signal);
  api = answerIdentityRequests(db, sealer);
});
afterEach(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

function caller(address = "192.0.2.1", name = "admin@example.com"): Caller {
  return { actor: { kind: "anonymous", id: null, name }, address, request_id: "request-1" };
}

async function createUser(email: string, role: Role = "viewer") {
  return (await api["users.create"]({ email, full_name: null, role, password, caller: caller() })).user;
}

const open = (email: string, secret = password, address = "192.0.2.1", kind: "refresh" | "browser" = "refresh") =>
  api["sessions.open"]({ email, password: secret, kind, user_agent: "test", caller: caller(address) });

async function openRefresh(email: string) {
  const opened = await open(email);
  if (opened.outcome !== "ok") throw new Error(opened.outcome);
  return opened;
}

const refresh = async (token: string) => api["sessions.refresh"]({ token, caller: caller() });

async function refreshed(token: string): Promise<string> {
  const answer = await refresh(token);
  if (answer.outcome !== "ok") throw new Error("the token was refused");
  return answer.token;
}

/** As if the last refresh had been so long ago. */
const age = (seconds: number) =>
  sql`update sessions set last_used_at = last_used_at - make_interval(secs => ${seconds})`.execute(db);

const actions = async () => (await api["audit.list"]({ before: null, limit: 100 })).map(({ action }) => action);

describe("a refresh token", () => {
  test("is replaced by every use; the session stays the same", async () => {
    await createUser("ada@example.com");
    const opened = await openRefresh("ada@example.com");
    const second = await refresh(opened.token);
    expect(second).toMatchObject({ outcome: "ok", session_id: opened.session_id, expires_at: opened.expires_at });
    const third = await refreshed((second as { token: string }).token);
    expect(new Set([opened.token, (second as { token: string }).token, third]).size).toBe(3);
  });

  test("gives the same successor to two tabs at once and after a lost answer", async () => {
    await createUser("ada@example.com");
    const { token } = await openRefresh("ada@example.com");
    const answers = await Promise.all([refreshed(token), refreshed(token), refreshed(token)]);
    expect(new Set(answers).size).toBe(1);
    expect(await refreshed(token)).toBe(answers[0]);
  });

  test("that comes again later ends the session, for the thief and for the owner", async () => {
    await createUser("ada@example.com");
    const { token, session_id } = await openRefresh("ada@example.com");
    const present = await refreshed(token);
    await age(60);
    expect(await refresh(token)).toEqual({ outcome: "invalid" });
    expect(await refresh(present)).toEqual({ outcome: "invalid" });
    await expect(api["sessions.get"]({ id: session_id })).rejects.toMatchObject({ code: "not_found" });
    expect((await actions())[0]).toBe("session.token_reused");
  });

  test("of two generations before ends the session at once", async () => {
    await createUser("ada@example.com");
    const { token } = await openRefresh("ada@example.com");
    const present = await refreshed(await refreshed(token));
    expect(await refresh(token)).toEqual({ outcome: "invalid" });
    expect(await refresh(present)).toEqual({ outcome: "invalid" });
  });

  test("that somebody made up is refused and ends nothing", async () => {
    await createUser("ada@example.com");
    const { token } = await openRefresh("ada@example.com");
    const forged = [
      `${token.slice(0, -43)}${"A".repeat(43)}`,
      token.replace(/_0_/, "_1_"),
      token.replace(/^dmr/, "dmb"),
      "dmr_nonsense",
      "",
    ];
    for (const wrong of forged) expect(await refresh(wrong)).toEqual({ outcome: "invalid" });
    await refreshed(token);
  });

  test("cannot be made from what the database holds", async () => {
    await createUser("ada@example.com");
    const { token } = await openRefresh("ada@example.com");
    const stored = await sql<{ row: string }>`select sessions::text as row from sessions`.execute(db);
    expect(stored.rows[0]!.row).not.toContain(token.slice(-20));
    const otherKey = new Sealer(new Secret(randomBytes(32).toString("base64")));
    const elsewhere = answerIdentityRequests(db, otherKey);
    expect(await elsewhere["sessions.refresh"]({ token, caller: caller() })).toEqual({ outcome: "invalid" });
  });

  test("ends with its session's time, with its user, and when they are inactive", async () => {
    const user = await createUser("ada@example.com");
    const first = await openRefresh("ada@example.com");
    await sql`update sessions set expires_at = now() - interval '1 second'`.execute(db);
    expect(await refresh(first.token)).toEqual({ outcome: "invalid" });
    const second = await openRefresh("ada@example.com");
    await api["users.change"]({ id: user.id, change: { is_active: false }, caller: caller() });
    expect(await refresh(second.token)).toEqual({ outcome: "invalid" });
    await api["users.change"]({ id: user.id, change: { is_active: true }, caller: caller() });
    expect(await refresh(second.token)).toEqual({ outcome: "invalid" });
  });
});

describe("a session", () => {
  test("ends for good by logging out, alone or with all the others, and never another user's", async () => {
    const ada = await createUser("ada@example.com");
    const bob = await createUser("bob@example.com");
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => openRefresh("ada@example.com")));
    const end = (user_id: string, id: string | null) => api["sessions.end"]({ user_id, id, caller: caller() });
    expect(await end(bob.id, one!.session_id)).toEqual({ ended_count: 0 });
    expect(await end(ada.id, one!.session_id)).toEqual({ ended_count: 1 });
    expect(await refresh(one!.token)).toEqual({ outcome: "invalid" });
    expect(await api["sessions.list"]({ user_id: ada.id })).toHaveLength(2);
    expect(await end(ada.id, null)).toEqual({ ended_count: 2 });
    for (const { token } of [two!, three!]) expect(await refresh(token)).toEqual({ outcome: "invalid" });
  });

  test("of a browser is known by its cookie's value only", async () => {
    await createUser("ada@example.com");
    const opened = await open("ada@example.com", password, "192.0.2.1", "browser");
    if (opened.outcome !== "ok") throw new Error(opened.outcome);
    expect(await api["sessions.check"]({ token: opened.token })).toMatchObject({ session_id: opened.session_id });
    expect(await refresh(opened.token)).toEqual({ outcome: "invalid" });
    const { token } = await openRefresh("ada@example.com");
    for (const wrong of [token, `${opened.token.slice(0, -1)}~`, opened.token.replace("_0_", "_1_")]) {
      await expect(api["sessions.check"]({ token: wrong })).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("logging in", () => {
  test("is slowed down for an account at one address, never for its owner elsewhere", async () => {
    await createUser("ada@example.com");
    const tries = await Promise.all(Array.from({ length: 14 }, () => open("ada@example.com", "wrong", "198.51.100.7")));
    const refused = tries.filter(({ outcome }) => outcome === "too_many");
    expect(refused).toHaveLength(4);
    for (const answer of refused) {
      expect((answer as { retry_after_seconds: number }).retry_after_seconds).toBeLessThanOrEqual(30);
    }
    // Not even the right password tells anything now; from elsewhere, and after a while, it opens.
    expect(await open("ADA@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "too_many" });
    expect(await open("ada@example.com", password, "203.0.113.9")).toMatchObject({ outcome: "ok" });
    await sql`update login_attempts set at = at - interval '31 seconds'`.execute(db);
    expect(await open("ada@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "ok" });
    for (let count = 0; count < 9; count++) await open("ada@example.com", "wrong", "198.51.100.7");
    expect(await open("ada@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "ok" });
  });

  test("is limited for an address whatever the accounts, and for an IPv6 network as a whole", async () => {
    await sql`
      insert into login_attempts (key, level, at) values
        ('address:198.51.100.7', 100, now()), ('address:2001:db8:1:2::/64', 100, now())
    `.execute(db);
    for (const address of ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8:1:2::1", "2001:db8:1:2:aaaa::99"]) {
      expect(await open("nobody@example.com", "wrong", address)).toMatchObject({ outcome: "too_many" });
    }
    expect(await open("nobody@example.com", "wrong", "2001:db8:1:3::1")).toEqual({ outcome: "wrong_password" });
  });

  test("forgets attempts that no longer count", async () => {
    await open("ada@example.com", "wrong");
    await sql`update login_attempts set at = now() - interval '1 hour'`.execute(db);
    await open("bob@example.com", "wrong", "203.0.113.9");
    const { rows } = await sql<{ count: number }>`select count(*) as count from login_attempts`.execute(db);
    expect(rows).toEqual([{ count: 2 }]);
  });
});

describe("users", () => {
  test("have addresses of their own and good passwords", async () => {
    await createUser("ada@example.com");
    await expect(createUser("ADA@example.com")).rejects.toMatchObject({ code: "conflict" });
    const create = (weak: string) =>
      api["users.create"]({
        email: "b@example.com",
        full_name: null,
        role: "viewer",
        password: weak,
        caller: caller(),
      });
    for (const weak of ["short", "aaaaaaaaaaaaaaaa", "B@EXAMPLE.COM"]) {
      await expect(create(weak)).rejects.toMatchObject({ code: "request_invalid" });
    }
    const { initial_password } = await api["users.create"]({
      email: "c@example.com",
      full_name: null,
      role: "viewer",
      password: null,
      caller: caller(),
    });
    expect(await open("c@example.com", initial_password!)).toMatchObject({ outcome: "ok" });
  });

  test("always have an active admin among them, even when two remove each other at once", async () => {
    const one = await createUser("one@example.com", "admin");
    const two = await createUser("two@example.com", "admin");
    const demote = (id: string) => api["users.change"]({ id, change: { role: "viewer" }, caller: caller() });
    const disable = (id: string) => api["users.change"]({ id, change: { is_active: false }, caller: caller() });
    const outcomes = await Promise.allSettled([demote(one.id), disable(two.id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const admins = (await api["users.list"]({})).filter(({ role, is_active }) => role === "admin" && is_active);
    expect(admins).toHaveLength(1);
    await expect(demote(admins[0]!.id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("change their password only with the old one, which ends their other sessions", async () => {
    const ada = await createUser("ada@example.com");
    const [mine, other] = [await openRefresh("ada@example.com"), await openRefresh("ada@example.com")];
    const change = (old_password: string) =>
      api["users.change_own_password"]({
        id: ada.id,
        session_id: mine.session_id,
        old_password,
        new_password: "another good one",
        caller: caller("192.0.2.1", "ada@example.com"),
      });
    expect(await change("wrong")).toEqual({ outcome: "wrong_password" });
    expect(await change(password)).toEqual({ outcome: "changed" });
    expect(await refresh(other.token)).toEqual({ outcome: "invalid" });
    await refreshed(mine.token);
    expect(await open("ada@example.com")).toEqual({ outcome: "wrong_password" });
    expect(await open("ada@example.com", "another good one")).toMatchObject({ outcome: "ok" });
  });

  test("of a provider are known by issuer and subject, never linked by address, and have no password", async () => {
    const identity = {
      issuer: "https://id.example.com",
      subject: "42",
      email: "ada@example.com",
      full_name: "Ada",
      role: "viewer" as Role,
    };
    const signIn = (more: Partial<typeof identity> = {}) =>
      api["sessions.open_external"]({ identity: { ...identity, ...more }, user_agent: null, caller: caller() });
    const first = await signIn();
    const second = await signIn({ email: "ada.l@example.com", role: "editor" });
    if (first.outcome !== "ok" || second.outcome !== "ok") throw new Error("refused");
    expect(second.user).toMatchObject({ id: first.user.id, email: "ada.l@example.com", role: "editor" });
    expect(await open("ada.l@example.com", "")).toEqual({ outcome: "wrong_password" });
    await expect(
      api["users.change"]({ id: first.user.id, change: { password }, caller: caller() }),
    ).rejects.toMatchObject({ code: "conflict" });
    await createUser("local@example.com", "admin");
    await expect(signIn({ subject: "43", email: "LOCAL@example.com" })).rejects.toMatchObject({ code: "conflict" });
    await api["users.change"]({ id: first.user.id, change: { is_active: false }, caller: caller() });
    expect(await signIn()).toEqual({ outcome: "inactive" });
  });

  test("begin with an admin whose random password is in a file for its owner only", async () => {
    const passwordPath = join(tmpdir(), `admin-${crypto.randomUUID()}`);
    const admin = { email: "admin@example.com", password: new Secret(""), passwordPath };
    expect(await createFirstAdmin(db, admin)).toBe(true);
    expect((await stat(passwordPath)).mode & 0o777).toBe(0o600);
    const chosen = (await readFile(passwordPath, "utf8")).trim();
    expect(await open("admin@example.com", chosen)).toMatchObject({ outcome: "ok", user: { role: "admin" } });
    expect(await createFirstAdmin(db, admin)).toBe(false);
  });
});

describe("an API key", () => {
  test("is shown once, kept as a hash, and holds until it is revoked or expires", async () => {
    const ada = await createUser("ada@example.com", "editor");
    const create = async (expires_at: string | null) => {
      const { key, secret } = await api["api_keys.create"]({
        owner_id: ada.id,
        name: "ci",
        role: "operator",
        scopes: ["runs:read"],
        expires_at,
        caller: caller(),
      });
      return { key, secret: secret! };
    };
    const { key, secret } = await create(null);
    expect(secret).toMatch(/^dm_[0-9a-f]{8}_[\w-]{43}$/);
    expect(secret.startsWith(`${key.prefix}_`)).toBe(true);
    expect(await api["api_keys.check"]({ secret })).toMatchObject({ key: { role: "operator" }, owner: { id: ada.id } });
    expect((await api["api_keys.list"]({ owner_id: ada.id }))[0]!.last_used_at).not.toBeNull();
    const rows = await sql<{ row: string }>`
      select api_keys::text as row from api_keys union all select audit_log::text from audit_log
    `.execute(db);
    expect(JSON.stringify(rows.rows)).not.toContain(secret.slice(12));

    const check = (wrong: string) => api["api_keys.check"]({ secret: wrong });
    const expired = await create(new Date(Date.now() - 1_000).toISOString());
    for (const wrong of [expired.secret, `${secret.slice(0, -1)}${secret.endsWith("A") ? "B" : "A"}`, "dm_x", ""]) {
      await expect(check(wrong)).rejects.toMatchObject({ code: "not_found" });
    }
    const bob = await createUser("bob@example.com");
    const revoke = (owner_id: string | null) => api["api_keys.revoke"]({ id: key.id, owner_id, caller: caller() });
    await expect(revoke(bob.id)).rejects.toMatchObject({ code: "not_found" });
    await revoke(ada.id);
    await expect(check(secret)).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the audit log", () => {
  const record = (object: string) =>
    api["audit.record"]({
      events: [{ action: "pipelines.create", outcome: "allowed", object, facts: { b: 1, a: "ü\n" } }],
      caller: caller(),
    });
  /** As somebody does who owns the database. */
  const tamper = (statement: string) =>
    sql`
      alter table audit_log disable trigger audit_log_append_only;
      ${sql.raw(statement)};
      alter table audit_log enable trigger audit_log_append_only
    `.execute(db);

  test("has one order without gaps, whoever writes at the same time, in pages from the newest", async () => {
    await Promise.all(Array.from({ length: 30 }, (_, index) => record(`object ${index}`)));
    const first = await api["audit.list"]({ before: null, limit: 20 });
    const rest = await api["audit.list"]({ before: first.at(-1)!.sequence, limit: 20 });
    const sequences = [...first, ...rest].map(({ sequence }) => sequence);
    expect(sequences).toEqual(Array.from({ length: 30 }, (_, index) => 30 - index));
    expect(await api["audit.verify"]({})).toEqual({
      is_intact: true,
      entry_count: 30,
      first_broken_sequence: null,
      head_hash: first[0]!.hash,
    });
  });

  test("refuses to be changed", async () => {
    await record("one");
    for (const statement of ["update audit_log set object = 'two'", "delete from audit_log", "truncate audit_log"]) {
      await expect(sql.raw(statement).execute(db)).rejects.toThrow(/append-only/);
    }
  });

  test.each([
    ["changed", "update audit_log set object = 'other' where sequence = 3", 3],
    ["taken out", "delete from audit_log where sequence = 3", 3],
    ["cut off at the end", "delete from audit_log where sequence > 4", 5],
    ["moved in time", "update audit_log set at = at + interval '1 second' where sequence = 2", 2],
    ["given other facts", `update audit_log set facts = '{"b":2,"a":"ü\\n"}' where sequence = 5`, 5],
  ])("shows where an entry was %s", async (_what, statement, first_broken_sequence) => {
    for (let index = 0; index < 5; index++) await record(`object ${index}`);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: true, entry_count: 5 });
    await tamper(statement);
    expect(await api["audit.verify"]({})).toMatchObject({ is_intact: false, first_broken_sequence });
  });

  test("tells logins, failures and changes, without passwords or tokens", async () => {
    const ada = await createUser("ada@example.com");
    const { token, session_id } = await openRefresh("ada@example.com");
    await open("ada@example.com", "canary-password");
    await open("canary-password-as-address", "x");
    await api["users.change"]({
      id: ada.id,
      change: { role: "editor", password: "canary-new-password" },
      caller: caller(),
    });
    expect(await actions()).toEqual(["user.changed", "session.open", "session.open", "session.opened", "user.created"]);
    const entries = await api["audit.list"]({ before: null, limit: 100 });
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
    // A token's secret may have any of its separators in it: its end is looked for.
    expect(JSON.stringify(entries)).not.toContain(token.slice(-20));
  });

  test("says once that a run's secrets were used", async () => {
    await Promise.all(Array.from({ length: 4 }, () => recordSecretUse(db, "run-1", "source")));
    await recordSecretUse(db, "run-1", "destination");
    expect((await actions()).toSorted()).toEqual(["secrets.destination_used", "secrets.source_used"]);
  });
});
