/** Sessions and login limits, on a real database. */
import { randomBytes } from "node:crypto";
import { sql } from "kysely";
import { describe, expect } from "vitest";
import { Secret } from "@datamantri/runtime";
import { answerIdentityRequests } from "../src/requests/answer-identity.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { loginBuckets } from "../src/users/limit-logins.ts";
import {
  password,
  test,
  caller,
  createUser,
  open,
  openRefresh,
  refresh,
  refreshed,
  age,
  actions,
} from "./test-identity.ts";

describe("a refresh token", () => {
  test("is replaced by every use; the session stays the same", async ({ api }) => {
    await createUser(api, "ada@example.com");
    const opened = await openRefresh(api, "ada@example.com");
    const second = await refresh(api, opened.token);
    expect(second).toMatchObject({ outcome: "ok", session_id: opened.session_id, expires_at: opened.expires_at });
    const third = await refreshed(api, (second as { token: string }).token);
    expect(new Set([opened.token, (second as { token: string }).token, third]).size).toBe(3);
  });

  test("returns the same successor to two tabs at once and after a lost answer", async ({ api }) => {
    await createUser(api, "ada@example.com");
    const { token } = await openRefresh(api, "ada@example.com");
    const answers = await Promise.all([refreshed(api, token), refreshed(api, token), refreshed(api, token)]);
    expect(new Set(answers).size).toBe(1);
    expect(await refreshed(api, token)).toBe(answers[0]);
  });

  test("that is used again later ends the session, for the thief and for the owner", async ({ db, api }) => {
    await createUser(api, "ada@example.com");
    const { token, session_id } = await openRefresh(api, "ada@example.com");
    const present = await refreshed(api, token);
    await age(db, 60);
    expect(await refresh(api, token)).toEqual({ outcome: "invalid" });
    expect(await refresh(api, present)).toEqual({ outcome: "invalid" });
    await expect(api["sessions.get"]({ id: session_id })).rejects.toMatchObject({ code: "not_found" });
    expect((await actions(api))[0]).toBe("session.token_reused");
  });

  test("of two generations before ends the session at once", async ({ api }) => {
    await createUser(api, "ada@example.com");
    const { token } = await openRefresh(api, "ada@example.com");
    const present = await refreshed(api, await refreshed(api, token));
    expect(await refresh(api, token)).toEqual({ outcome: "invalid" });
    expect(await refresh(api, present)).toEqual({ outcome: "invalid" });
  });

  test("that is forged is refused and ends nothing", async ({ api }) => {
    await createUser(api, "ada@example.com");
    const { token } = await openRefresh(api, "ada@example.com");
    const forged = [
      `${token.slice(0, -43)}${"A".repeat(43)}`,
      token.replace(/_0_/, "_1_"),
      token.replace(/^dmr/, "dmb"),
      "dmr_nonsense",
      "",
    ];
    for (const wrong of forged) expect(await refresh(api, wrong)).toEqual({ outcome: "invalid" });
    await refreshed(api, token);
  });

  test("cannot be computed from the database", async ({ db, audit, api }) => {
    await createUser(api, "ada@example.com");
    const { token } = await openRefresh(api, "ada@example.com");
    const stored = await sql<{ row: string }>`select sessions::text as row from sessions`.execute(db);
    expect(stored.rows[0]!.row).not.toContain(token.slice(-20));
    const otherKey = new Sealer(new Secret(randomBytes(32).toString("base64")));
    const elsewhere = answerIdentityRequests(db, otherKey, audit, async () => undefined);
    expect(await elsewhere["sessions.refresh"]({ token, caller: caller() })).toEqual({ outcome: "invalid" });
  });

  test("expires with its session, its user, and when they are inactive", async ({ db, api }) => {
    const user = await createUser(api, "ada@example.com");
    const first = await openRefresh(api, "ada@example.com");
    await sql`update sessions set expires_at = now() - interval '1 second'`.execute(db);
    expect(await refresh(api, first.token)).toEqual({ outcome: "invalid" });
    const second = await openRefresh(api, "ada@example.com");
    await api["users.change"]({ id: user.id, change: { is_active: false }, caller: caller() });
    expect(await refresh(api, second.token)).toEqual({ outcome: "invalid" });
    await api["users.change"]({ id: user.id, change: { is_active: true }, caller: caller() });
    expect(await refresh(api, second.token)).toEqual({ outcome: "invalid" });
  });
});

describe("a session", () => {
  test("ends for good by logging out, alone or with all the others, and never another user's", async ({ api }) => {
    const ada = await createUser(api, "ada@example.com");
    const bob = await createUser(api, "bob@example.com");
    const [one, two, three] = await Promise.all([1, 2, 3].map(() => openRefresh(api, "ada@example.com")));
    const end = (user_id: string, id: string | null) => api["sessions.end"]({ user_id, id, caller: caller() });
    expect(await end(bob.id, one!.session_id)).toEqual({ ended_count: 0 });
    expect(await end(ada.id, one!.session_id)).toEqual({ ended_count: 1 });
    expect(await refresh(api, one!.token)).toEqual({ outcome: "invalid" });
    expect(await api["sessions.list"]({ user_id: ada.id })).toHaveLength(2);
    expect(await end(ada.id, null)).toEqual({ ended_count: 2 });
    for (const { token } of [two!, three!]) expect(await refresh(api, token)).toEqual({ outcome: "invalid" });
  });

  test("of a browser is identified only by its cookie's value", async ({ api }) => {
    await createUser(api, "ada@example.com");
    const opened = await open(api, "ada@example.com", password, "192.0.2.1", "browser");
    if (opened.outcome !== "ok") throw new Error(opened.outcome);
    expect(await api["sessions.check"]({ token: opened.token })).toMatchObject({ session_id: opened.session_id });
    expect(await refresh(api, opened.token)).toEqual({ outcome: "invalid" });
    const { token } = await openRefresh(api, "ada@example.com");
    for (const wrong of [token, `${opened.token.slice(0, -1)}~`, opened.token.replace("_0_", "_1_")]) {
      await expect(api["sessions.check"]({ token: wrong })).rejects.toMatchObject({ code: "not_found" });
    }
  });
});

describe("logging in", () => {
  test("is limited for an account at one address, never for its owner elsewhere", async ({ db, api }) => {
    await createUser(api, "ada@example.com");
    const tries = await Promise.all(
      Array.from({ length: 14 }, () => open(api, "ada@example.com", "wrong", "198.51.100.7")),
    );
    const refused = tries.filter(({ outcome }) => outcome === "too_many");
    expect(refused).toHaveLength(4);
    for (const answer of refused) {
      expect((answer as { retry_after_seconds: number }).retry_after_seconds).toBeLessThanOrEqual(30);
    }
    // Now even the right password is refused; from elsewhere, or after a while, it works.
    expect(await open(api, "ADA@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "too_many" });
    expect(await open(api, "ada@example.com", password, "203.0.113.9")).toMatchObject({ outcome: "ok" });
    await sql`update login_attempts set at = at - interval '31 seconds'`.execute(db);
    expect(await open(api, "ada@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "ok" });
    for (let count = 0; count < 9; count++) await open(api, "ada@example.com", "wrong", "198.51.100.7");
    expect(await open(api, "ada@example.com", password, "198.51.100.7")).toMatchObject({ outcome: "ok" });
  });

  test("counts spellings as one account where the database does", async ({ db }) => {
    const spellings = ["i", "I", "\u0130", "\u0131", "k", "\u212A", "s", "\u017F", "\u00E9", "\u00C9", "e\u0301"];
    const key = async (email: string) => (await loginBuckets(db, email, "192.0.2.1")).at(-1)!.key;
    const keys = await Promise.all(spellings.map(key));
    const { rows } = await sql<{ folded: string[] }>`
      select array_agg(lower(one) order by place) as folded from unnest(${spellings}::text[]) with ordinality as _ (one, place)
    `.execute(db);
    const numbersOf = (texts: readonly string[]) => texts.map((text) => texts.indexOf(text));
    expect(numbersOf(keys)).toEqual(numbersOf(rows[0]!.folded));
  });

  test("is limited for an address whatever the accounts, and for an IPv6 network as a whole", async ({ db, api }) => {
    await sql`
      insert into login_attempts (key, level, at) values
        ('address:198.51.100.7', 100, now()), ('address:2001:db8:1:2::/64', 100, now())
    `.execute(db);
    for (const address of ["198.51.100.7", "::ffff:198.51.100.7", "2001:db8:1:2::1", "2001:db8:1:2:aaaa::99"]) {
      expect(await open(api, "nobody@example.com", "wrong", address)).toMatchObject({ outcome: "too_many" });
    }
    expect(await open(api, "nobody@example.com", "wrong", "2001:db8:1:3::1")).toEqual({ outcome: "wrong_password" });
  });

  test("deletes attempts that no longer count", async ({ db, api }) => {
    await open(api, "ada@example.com", "wrong");
    await sql`update login_attempts set at = now() - interval '1 hour'`.execute(db);
    await open(api, "bob@example.com", "wrong", "203.0.113.9");
    const { rows } = await sql<{ count: number }>`select count(*) as count from login_attempts`.execute(db);
    expect(rows).toEqual([{ count: 2 }]);
  });
});
