import { describe, expect, test } from "vitest";

import type { Actor } from "@datamantri/api";

import { Refusals, type Refusal } from "../src/audit/refusals.ts";

const windowMs = 60_000;
const limits = { windowMs, fullCount: 2, maxWindows: 3 };
const ada: Actor = { kind: "user", id: "1", name: "ada@example.com" };

function refusal(more: Partial<Refusal> = {}, actor = ada, address = "192.0.2.1"): Refusal {
  const event = { action: "GET /api/v1/audit", outcome: "denied", object: "x", facts: { reason: "no" } } as const;
  return { caller: { actor, address, request_id: "r" }, event, userId: "1", ...more };
}

const failure = (email: string) =>
  refusal(
    { event: { action: "session.open", outcome: "failed", object: null, facts: { email } }, userId: null },
    { kind: "anonymous", id: null, name: "anonymous" },
  );

describe("refusals", () => {
  test("of a window get their own entries at first, then are counted in one entry when it ends", () => {
    const refusals = new Refusals(limits);
    expect(Array.from({ length: 1_000 }, (_, ms) => refusals.note(refusal(), ms)).filter(Boolean)).toHaveLength(2);
    expect(refusals.takeEnded(windowMs - 1)).toEqual([]);
    expect(refusals.takeEnded(windowMs)).toEqual([
      {
        caller: { actor: ada, address: "192.0.2.1", request_id: null },
        event: {
          action: "GET /api/v1/audit",
          outcome: "denied",
          object: null,
          facts: {
            refused_count: 998,
            first_at: "1970-01-01T00:00:00.002Z",
            last_at: "1970-01-01T00:00:00.999Z",
            user_id: "1",
          },
        },
      },
    ]);
    expect(refusals.takeAll()).toEqual([]);
    // Another window.
    expect(refusals.note(refusal(), windowMs)).toBe(true);
  });

  test("after the end of a window that was not taken begin the next one, and the count is not lost", () => {
    const refusals = new Refusals(limits);
    for (const ms of [0, 0, 0]) refusals.note(refusal(), ms);
    expect(refusals.note(refusal(), windowMs)).toBe(true);
    expect(refusals.takeAll()).toMatchObject([{ event: { facts: { refused_count: 1 } } }]);
  });

  test("of a user's keys count together; those of others do not", () => {
    const refusals = new Refusals(limits);
    const key = { kind: "api_key", id: "k", name: "ada@example.com by key" } as const;
    expect([refusal(), refusal({}, key), refusal({}, key, "192.0.2.2")].map((one) => refusals.note(one, 0))).toEqual([
      true,
      true,
      false,
    ]);
    refusals.note(refusal(), 0);
    const bob = refusal({ userId: "2" }, { kind: "user", id: "2", name: "bob@example.com" });
    expect(refusals.note(bob, 0)).toBe(true);
    expect(refusals.takeAll()).toMatchObject([
      { caller: { actor: { name: "several" }, address: null }, event: { facts: { user_id: "1", refused_count: 2 } } },
    ]);
  });

  test("that share a window because there are too many are nobody's in particular", () => {
    const refusals = new Refusals({ ...limits, maxWindows: 1 });
    refusals.note(refusal({ userId: "0" }), 0);
    for (const userId of ["1", "1", "1", "2"]) refusals.note(refusal({ userId }), 0);
    const [entry] = refusals.takeAll();
    expect(entry?.event.facts).toMatchObject({ refused_count: 2 });
    expect(entry?.event.facts).not.toHaveProperty("user_id");
  });

  test("of strangers with ever new addresses share a window when there are too many", () => {
    const refusals = new Refusals(limits);
    const noted = Array.from({ length: 1_000 }, (_, index) => refusals.note(failure(`${index}@example.com`), 0));
    expect(noted.filter(Boolean)).toHaveLength(3 + 2);
    expect(refusals.takeAll()).toMatchObject([{ event: { action: "session.open", facts: { refused_count: 995 } } }]);
  });
});
