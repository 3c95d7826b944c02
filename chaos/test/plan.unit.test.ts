import { expect, test } from "vitest";

import { crashPoints } from "@datamantri/runtime";

import {
  brokerFaults,
  clientFaults,
  clockFaults,
  databaseFaults,
  linkFaults,
  processFaults,
  rollbackFaults,
  sourceFaults,
} from "../src/plan/fault-kinds.ts";
import { makePlan } from "../src/plan/plan.ts";
import { shapeNames } from "../src/plan/shapes.ts";

test("a seed has one plan", () => {
  expect(makePlan(4)).toEqual(makePlan(4));
  expect(makePlan(4)).not.toEqual(makePlan(5));
});

test("25 seeds together have every kind of fault, crash point, pipeline and server", () => {
  const plans = Array.from({ length: 25 }, (_, i) => makePlan(i + 1));
  const kinds = new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)));
  const all = [
    processFaults,
    linkFaults,
    brokerFaults,
    databaseFaults,
    rollbackFaults,
    sourceFaults,
    clockFaults,
    clientFaults,
  ].flat();
  expect(all.filter((kind) => !kinds.has(kind))).toEqual([]);
  const killed = new Set(
    plans.flatMap(({ crashes }) => crashes.filter(({ action }) => action === "kill").map(({ point }) => point)),
  );
  expect(crashPoints.filter((point) => !killed.has(point))).toEqual([]);
  const used = new Set(plans.flatMap(({ shapes }) => shapes));
  expect(shapeNames.filter((name) => !used.has(name))).toEqual([]);
  const servers = plans.map(({ servers }) => servers);
  expect(
    new Set(servers.flatMap(({ nats, metadata, destination }) => [nats, `m${metadata}`, `d${destination}`])),
  ).toEqual(new Set(["oldest", "newest", "m15", "m18", "d15", "d18"]));
});
