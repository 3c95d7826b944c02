/** Users and API keys, on a real database. */
import { readFile, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect } from "vitest";
import type { Role } from "@datamantri/api";
import { Secret } from "@datamantri/runtime";
import { createFirstAdmin } from "../src/users/users.ts";
import { password, test, caller, createUser, open, openRefresh, refresh, refreshed } from "./test-identity.ts";

describe("users", () => {
  test("have unique addresses and good passwords", async ({ api }) => {
    await createUser(api, "ada@example.com");
    await expect(createUser(api, "ADA@example.com")).rejects.toMatchObject({ code: "conflict" });
    const create = (weak: string) =>
      api["users.create"]({
        email: "b@example.com",
        full_name: null,
        role: "viewer",
        password: weak,
        caller: caller(),
      });
    for (const weak of [
      "short",
      "aaaaaaaaaaaaaaaa",
      "B@EXAMPLE.COM",
      "Passw0rd1234",
      "DataMantri2026!",
      "qwertyuiop12",
    ]) {
      await expect(create(weak)).rejects.toMatchObject({ code: "request_invalid" });
    }
    const { initial_password } = await api["users.create"]({
      email: "c@example.com",
      full_name: null,
      role: "viewer",
      password: null,
      caller: caller(),
    });
    expect(await open(api, "c@example.com", initial_password!)).toMatchObject({ outcome: "ok" });
  });

  test("always include an active admin, even when two remove each other at once", async ({ api }) => {
    const one = await createUser(api, "one@example.com", "admin");
    const two = await createUser(api, "two@example.com", "admin");
    const demote = (id: string) => api["users.change"]({ id, change: { role: "viewer" }, caller: caller() });
    const disable = (id: string) => api["users.change"]({ id, change: { is_active: false }, caller: caller() });
    const outcomes = await Promise.allSettled([demote(one.id), disable(two.id)]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const admins = (await api["users.list"]({})).filter(({ role, is_active }) => role === "admin" && is_active);
    expect(admins).toHaveLength(1);
    await expect(demote(admins[0]!.id)).rejects.toMatchObject({ code: "conflict" });
  });

  test("change their password only with the old one, which ends their other sessions", async ({ api }) => {
    const ada = await createUser(api, "ada@example.com");
    const [mine, other] = [await openRefresh(api, "ada@example.com"), await openRefresh(api, "ada@example.com")];
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
    expect(await refresh(api, other.token)).toEqual({ outcome: "invalid" });
    await refreshed(api, mine.token);
    expect(await open(api, "ada@example.com")).toEqual({ outcome: "wrong_password" });
    expect(await open(api, "ada@example.com", "another good one")).toMatchObject({ outcome: "ok" });
  });

  test("of a provider are identified by issuer and subject, never linked by address, and have no password", async ({
    api,
  }) => {
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
    expect(await open(api, "ada.l@example.com", "")).toEqual({ outcome: "wrong_password" });
    await expect(
      api["users.change"]({ id: first.user.id, change: { password }, caller: caller() }),
    ).rejects.toMatchObject({ code: "conflict" });
    await createUser(api, "local@example.com", "admin");
    await expect(signIn({ subject: "43", email: "LOCAL@example.com" })).rejects.toMatchObject({ code: "conflict" });
    await api["users.change"]({ id: first.user.id, change: { is_active: false }, caller: caller() });
    expect(await signIn()).toEqual({ outcome: "inactive" });
  });

  test("begin with an admin whose random password is in a file that only its owner can read", async ({
    db,
    audit,
    api,
  }) => {
    const passwordPath = join(tmpdir(), `admin-${crypto.randomUUID()}`);
    const admin = { email: "admin@example.com", password: new Secret(""), passwordPath };
    expect(await createFirstAdmin(db, audit, admin)).toBe(true);
    expect((await stat(passwordPath)).mode & 0o777).toBe(0o600);
    const chosen = (await readFile(passwordPath, "utf8")).trim();
    expect(await open(api, "admin@example.com", chosen)).toMatchObject({ outcome: "ok", user: { role: "admin" } });
    expect(await createFirstAdmin(db, audit, admin)).toBe(false);
  });
});

describe("an API key", () => {
  test("is shown once, stored as a hash, and valid until it is revoked or expires", async ({ db, api }) => {
    const ada = await createUser(api, "ada@example.com", "editor");
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
    const bob = await createUser(api, "bob@example.com");
    const revoke = (owner_id: string | null) => api["api_keys.revoke"]({ id: key.id, owner_id, caller: caller() });
    await expect(revoke(bob.id)).rejects.toMatchObject({ code: "not_found" });
    await revoke(ada.id);
    await expect(check(secret)).rejects.toMatchObject({ code: "not_found" });
  });
});
