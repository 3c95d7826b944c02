/** The metadata database: its schema, its users, and broken connections. */
import { join } from "node:path";
import { sql } from "kysely";
import { Client } from "pg";
import { describe, expect } from "vitest";

import { migrate, readMigrations } from "@datamantri/migrations";
import { PipelineError, Secret } from "@datamantri/runtime";
import { startTcpProxy, waitFor } from "@datamantri/testkit";

import { auditPurpose } from "../src/audit/audit-chain.ts";
import { verifyAuditLog } from "../src/audit/verify-audit-log.ts";
import { openDatabase, type Db } from "../src/database/open-database.ts";
import { toMetadataError } from "../src/database/metadata-error.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { createFirstAdmin, getUser, verifyUser } from "../src/users/users.ts";
import { databaseTest } from "./fixtures.ts";
import { key, log, openAudit } from "./test-registry.ts";

const signal = new AbortController().signal;

/** Opens the database, directly or through a proxy, and closes it at the end of the test. */
const test = databaseTest.extend("open", async ({ database }, { onCleanup }) => {
  const opened: Db[] = [];
  onCleanup(async () => void (await Promise.all(opened.map((db) => db.destroy()))));
  return async (url = database.url): Promise<Db> => {
    const db = await openDatabase(new Secret(url), log, signal);
    opened.push(db);
    return db;
  };
});

describe("the schema", () => {
  test("is created once by registries that start at the same time; a second start changes nothing", async ({
    open,
  }) => {
    const dbs = await Promise.all([open(), open(), open(), open()]);
    await dbs[0].insertInto("streams").values({ name: "kept", created: "now" }).execute();
    await open();
    for (const db of dbs) expect(await db.selectFrom("streams").select("name").execute()).toEqual([{ name: "kept" }]);
  });

  test("of a newer release is refused at once", async ({ open }) => {
    const db = await open();
    await sql`insert into migrations (name, checksum) values ('9999-newer', '')`.execute(db);
    await expect(open()).rejects.toMatchObject({
      code: "metadata_newer",
      isRetryable: false,
      message:
        "The metadata database was migrated by a newer version (migration 9999-newer). Run that version or newer.",
    });
  });

  test("keeps the audit log of a development version beside the keyed one", async ({ open, database }) => {
    const earlier = readMigrations(join(import.meta.dirname, "../migrations")).filter(({ name }) => name < "0006");
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      const query = (text: string, values?: readonly unknown[]) => client.query(text, values && [...values]);
      await migrate(query, earlier, { schema: "public", newer: "refuse" });
      await client.query(
        `insert into audit_log (sequence, at, actor_kind, actor_name, action, outcome, facts, hash)
         values (1, now(), 'user', 'ada', 'x', 'allowed', '{}', sha256('1'));
         update audit_head set sequence = 1, hash = sha256('1')`,
      );
      const db = await open();
      await createFirstAdmin(db, openAudit(db), {
        email: "a@example.com",
        password: new Secret("a password"),
        passwordPath: "",
      });
      const { rows } = await client.query("select sequence, actor_name from audit_log_unkeyed");
      expect(rows).toEqual([{ sequence: "1", actor_name: "ada" }]);
      const keys = new Sealer(key).keysFor(auditPurpose);
      expect(await verifyAuditLog(db, keys, undefined)).toMatchObject({ is_intact: true, entry_count: 1 });
    } finally {
      await client.end();
    }
  });

  test("is read alike, whatever the database's settings for sessions say", async ({ open, database }) => {
    await open();
    const client = new Client({ connectionString: database.url });
    await client.connect();
    try {
      for (const setting of ["datestyle = 'German'", "timezone = 'Asia/Kolkata'", "extra_float_digits = -10"]) {
        await client.query(`alter database ${database.name} set ${setting}`);
      }
    } finally {
      await client.end();
    }
    const db = await open();
    const { rows } = await sql<{ at: Date; style: string; zone: string }>`
      select timestamptz '2026-02-01T10:20:30.5Z' as at, current_setting('datestyle') as style, current_setting('timezone') as zone
    `.execute(db);
    expect(rows).toEqual([{ at: new Date("2026-02-01T10:20:30.5Z"), style: "ISO, MDY", zone: "UTC" }]);
    // Poolers hand on what came with the connection, to which RESET returns, and not what the session set.
    await db.connection().execute(async (session) => {
      await sql`reset all`.execute(session);
      const { rows: handedOn } = await sql`
        select current_setting('datestyle') as style, current_setting('timezone') as zone
      `.execute(session);
      expect(handedOn).toEqual([{ style: "ISO, MDY", zone: "UTC" }]);
    });
  });

  test("is ours, also where a schema of the user's name comes first", async ({ open, database }) => {
    const { username } = new URL(database.url);
    const shadow = new Client({ connectionString: database.url });
    await shadow.connect();
    try {
      await shadow.query(`create schema "${username}"; create table "${username}".streams (name text, created text)`);
      const db = await open();
      await db.insertInto("streams").values({ name: "kept", created: "now" }).execute();
      expect((await shadow.query(`select from "${username}".streams`)).rowCount).toBe(0);
      expect((await shadow.query("select from public.streams")).rowCount).toBe(1);
    } finally {
      await shadow.end();
    }
  });

  test("waits for a database that is not available yet", async ({ open, database }) => {
    const { hostname, port } = new URL(database.url);
    await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    proxy.mode = { kind: "reset" };
    const opening = open(proxy.through(database.url));
    await waitFor(() => proxy.connectionCount >= 2, { what: "a second try" });
    proxy.mode = { kind: "pass" };
    const db = await opening;
    expect(await db.selectFrom("runs").selectAll().execute()).toEqual([]);
  });
});

describe("repeated statements", () => {
  const prepared = async (db: Db) => {
    const { rows } = await sql<{ statement: string }>`select statement from pg_prepared_statements`.execute(db);
    return rows.map(({ statement }) => statement);
  };

  test("are prepared in every session that runs them; single ones are not", async ({ open }) => {
    const db = await open();
    const read = (name: string) => db.selectFrom("streams").selectAll().where("name", "=", name).execute();
    await db.selectFrom("users").selectAll().execute();
    await db.insertInto("streams").values({ name: "a", created: "now" }).execute();
    for (const name of ["a", "b", "a", "a"]) expect(await read(name)).toHaveLength(name === "a" ? 1 : 0);
    expect((await prepared(db)).filter((text) => text.includes("streams"))).toEqual([
      `select * from "streams" where "name" = $1`,
    ]);
  });

  test("are prepared again after a migration that changes their result", async ({ open }) => {
    const [db, newer] = [await open(), await open()];
    await newer.insertInto("streams").values({ name: "a", created: "now" }).execute();
    const read = () => db.selectFrom("streams").selectAll().execute();
    for (let use = 0; use < 5; use++) await read();
    await sql`alter table streams add column later text`.execute(newer);
    expect(await read().catch(toMetadataError)).toMatchObject({ code: "metadata_unavailable", isRetryable: true });
    for (let use = 0; use < 5; use++) expect(await read()).toEqual([{ name: "a", created: "now", later: null }]);
  });
});

describe("a connection that breaks", () => {
  test("fails the work that used it, not the process; later work succeeds", async ({ open, database }) => {
    const { hostname, port } = new URL(database.url);
    await using proxy = await startTcpProxy({ host: hostname, port: Number(port) });
    const db = await open(proxy.through(database.url));
    const failure = await db
      .transaction()
      .execute(async (tx) => {
        await tx.insertInto("streams").values({ name: "lost", created: "now" }).execute();
        proxy.mode = { kind: "reset" };
        await tx.selectFrom("streams").selectAll().execute();
      })
      .catch((error: unknown) => toMetadataError(error));
    expect(failure).toMatchObject({ code: "metadata_unavailable", isRetryable: true });
    proxy.mode = { kind: "pass" };
    expect(await db.selectFrom("streams").selectAll().execute()).toEqual([]);
  });

  test("of a frozen registry is closed by the server", async ({ open }) => {
    const db = await open();
    const { rows } = await db.transaction().execute(async (tx) =>
      tx.executeQuery<{ timeout: string }>({
        ...tx.selectNoFrom([]).compile(),
        sql: "select current_setting('idle_in_transaction_session_timeout') as timeout",
      }),
    );
    expect(rows).toEqual([{ timeout: "1min" }]);
  });
});

test("a value that does not fit its column's type is not retried", async ({ open }) => {
  const db = await open();
  for (const id of ["not-a-uuid", "a\0b"]) {
    const failure = toMetadataError(await getUser(db, id).catch((error: unknown) => error));
    expect(failure).toMatchObject({ code: "request_invalid", isRetryable: false });
    expect(failure.message).not.toContain(id);
  }
});

describe("users", () => {
  const password = new Secret("first password");

  test("the first one is created once, by any number of registries", async ({ open }) => {
    const dbs = await Promise.all([open(), open(), open()]);
    const made = await Promise.all(
      dbs.map((db) => createFirstAdmin(db, openAudit(db), { email: "Admin@Example.com", password, passwordPath: "" })),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
    expect(
      await createFirstAdmin(dbs[0], openAudit(dbs[0]), { email: "other@example.com", password, passwordPath: "" }),
    ).toBe(false);
    const users = await dbs[0].selectFrom("users").select(["email", "role"]).execute();
    expect(users).toEqual([{ email: "Admin@Example.com", role: "admin" }]);
  });

  test("are not created without an address or a password", async ({ open }) => {
    const db = await open();
    expect(await createFirstAdmin(db, openAudit(db), { email: "", password, passwordPath: "" })).toBe(false);
    expect(
      await createFirstAdmin(db, openAudit(db), {
        email: "admin@example.com",
        password: new Secret(""),
        passwordPath: "",
      }),
    ).toBe(false);
    expect(await db.selectFrom("users").select("id").execute()).toEqual([]);
  });

  test("are admitted with their password only, whatever the case of the address", async ({ open }) => {
    const db = await open();
    await createFirstAdmin(db, openAudit(db), { email: "JÖRG@Example.com", password, passwordPath: "" });
    for (const email of ["JÖRG@Example.com", "JÖRG@example.COM"]) {
      const right = await verifyUser(db, email, "first password");
      expect(right).toMatchObject({
        outcome: "ok",
        user: { email: "JÖRG@Example.com", role: "admin", is_active: true },
      });
      expect(JSON.stringify(right)).not.toMatch(/argon2|password/);
    }
    expect(await verifyUser(db, "JÖRG@example.com", "First password")).toEqual({ outcome: "wrong_password" });
    expect(await verifyUser(db, "nobody@example.com", "first password")).toEqual({ outcome: "wrong_password" });
  });

  test("that are inactive learn so only with the right password", async ({ open }) => {
    const db = await open();
    await createFirstAdmin(db, openAudit(db), { email: "admin@example.com", password, passwordPath: "" });
    await db.updateTable("users").set({ is_active: false }).execute();
    expect(await verifyUser(db, "admin@example.com", "first password")).toEqual({ outcome: "inactive" });
    expect(await verifyUser(db, "admin@example.com", "wrong")).toEqual({ outcome: "wrong_password" });
  });

  test("that are unknown are not found", async ({ open }) => {
    const db = await open();
    await expect(getUser(db, crypto.randomUUID())).rejects.toThrow(PipelineError);
  });
});
