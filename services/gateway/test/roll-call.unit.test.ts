import { describe, expect, test } from "vitest";

import type { ServiceInstance } from "@datamantri/bus";
import type { ServiceName } from "@datamantri/api";

import { RollCall } from "../src/system/roll-call.ts";

const minute = 60_000;
const begin = Date.UTC(2026, 0, 1);

function instance(id: string, startedMs = begin, service: ServiceName = "loader"): ServiceInstance {
  const startedAt = new Date(startedMs).toISOString();
  return { service, id, version: "1.0.0", startedAt, metadata: {}, endpoints: [] };
}

const states = (roll: RollCall, nowMs: number, service: ServiceName = "loader") =>
  roll
    .services(nowMs)
    .find((one) => one.service === service)!
    .instances.map(({ id, state }) => [id, state]);

describe("the roll call", () => {
  test("has every service, also one without instances", () => {
    const services = new RollCall().services(begin).map(({ service, instances }) => [service, instances.length]);
    expect(services).toEqual([
      ["gateway", 0],
      ["scheduler", 0],
      ["registry", 0],
      ["extractor", 0],
      ["loader", 0],
    ]);
  });

  test("counts an instance as silent if it does not answer twice, three seconds apart", () => {
    const roll = new RollCall();
    const [one, other] = [instance("one"), instance("other", begin + 1)];
    const start = begin + 10 * minute;
    roll.note([one, other], start);
    expect([...roll.expected]).toEqual(["one", "other"]);
    roll.note([one], start + 5_000);
    expect(states(roll, start + 5_000)).toEqual([
      ["one", "answering"],
      ["other", "answering"],
    ]);
    // It is no longer expected.
    expect([...roll.expected]).toEqual(["one"]);
    roll.note([one], start + 8_000);
    expect(states(roll, start + 8_000)).toEqual([
      ["one", "answering"],
      ["other", "silent"],
    ]);
    roll.note([one, other], start + 9_000);
    expect(states(roll, start + 9_000)[1]).toEqual(["other", "answering"]);
  });

  test("blames no instance for a time in which no request could be sent", () => {
    const roll = new RollCall();
    roll.note([instance("one")], begin);
    roll.note([], begin + 1_000);
    roll.noteNobodyAsked();
    // The broker is back, and the process needs a moment longer.
    roll.note([], begin + minute);
    expect(states(roll, begin + minute)).toEqual([["one", "answering"]]);
    roll.note([], begin + minute + 3_000);
    expect(states(roll, begin + minute + 3_000)).toEqual([["one", "silent"]]);
  });

  test("does not miss an instance that reported its stop, also when its last answer comes late", () => {
    const roll = new RollCall();
    const leaving = instance("leaving");
    roll.note([instance("one"), leaving], begin);
    roll.noteStopped("extractor", "one");
    roll.noteStopped("loader", "leaving");
    expect([...roll.expected]).toEqual(["one"]);
    for (const [after, found] of [
      [1_000, [instance("one"), leaving]],
      [5_000, [instance("one")]],
      [10_000, [instance("one")]],
    ] as const) {
      roll.note(found, begin + after);
      expect(states(roll, begin + after)).toEqual([["one", "answering"]]);
    }
  });

  test("forgets silent instances after ten minutes", () => {
    const roll = new RollCall();
    roll.note([instance("one")], begin + minute);
    for (const after of [2, 10]) roll.note([], begin + after * minute);
    expect(states(roll, begin + 10 * minute)).toEqual([["one", "silent"]]);
    roll.note([], begin + 11 * minute);
    expect(states(roll, begin + 11 * minute)).toEqual([]);
  });

  test("forgets replaced instances at once, one for one", () => {
    const roll = new RollCall();
    const now = begin + 60 * minute;
    roll.note([instance("a"), instance("b"), instance("long there")], now);
    roll.note([instance("long there")], now + 5_000);
    const successor = instance("c", now + 6_000);
    const newOfAnother = instance("x", now + 6_000, "extractor");
    roll.note([instance("long there"), successor, newOfAnother], now + 10_000);
    const seen = states(roll, now + 10_000);
    expect(seen.filter(([, state]) => state === "silent")).toHaveLength(1);
    expect(seen.map(([id]) => id)).toEqual(expect.arrayContaining(["long there", "c"]));
    // It does not replace a second one as well.
    roll.note([instance("long there"), successor, newOfAnother], now + 15_000);
    expect(states(roll, now + 15_000).filter(([, state]) => state === "silent")).toHaveLength(1);
  });
});
