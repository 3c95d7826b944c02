// The one table of subjects, compared with everything that must match it: functions, consumers, handlers' files.
import { existsSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, expectTypeOf, test } from "vitest";

import {
  allConsumers,
  filterOf,
  messageNameOf,
  partitionCount,
  partitionOf,
  routes,
  objectSubject,
  objectSubjects,
  runIdOf,
  runObjectsSubject,
  runWorkSubjects,
  scheduleSubject,
  streamSubjects,
  subjectOf,
  workerEventNames,
  type EventName,
  type Message,
  type MessageName,
  type StreamName,
  type SubjectFields,
  type TaskName,
} from "../src/index.ts";

const names = Object.keys(routes) as MessageName[];
const eventNames = names.filter((name) => routes[name].stream === "EVENTS") as EventName[];
const taskNames = names.filter((name) => routes[name].stream === "TASKS") as TaskName[];

const runId = "0199b2aa-0000-7000-8000-000000000001";
const pipelineId = "0199b2aa-0000-7000-8000-000000000002";

function concreteOf(name: MessageName, run = runId): string {
  const split = name === "ReadSplit" ? { split: 3, firstRow: 0, rowCount: 1 } : 3;
  return subjectOf(name, { pipelineId, runId: run, split });
}

/** True if a filter matches a subject, or overlaps with another filter. */
function meets(a: string, b: string): boolean {
  const [left, right] = [a.split("."), b.split(".")];
  return (
    left.length === right.length && left.every((token, i) => token === "*" || right[i] === "*" || token === right[i])
  );
}

/** True if a stream's filter matches a subject; `>` matches all tokens that follow. */
function takes(filter: string, subject: string): boolean {
  return filter.endsWith(".>") ? subject.startsWith(filter.slice(0, -1)) : meets(filter, subject);
}

const toSnake = (name: string): string => name.replaceAll(/(?<!^)[A-Z]/g, "_$&").toLowerCase();
const toKebab = (name: string): string => toSnake(name).replaceAll("_", "-");

describe.each(names)("%s", (name) => {
  test("is found again by its concrete subject", () => {
    const subject = concreteOf(name);
    expect(meets(filterOf(name), subject)).toBe(true);
    expect(subject).not.toContain("*");
    expect(messageNameOf(subject)).toBe(name);
    const namesRun = routes[name].subject.includes("{runId}");
    expect(runIdOf(subject)).toBe(namesRun ? runId : undefined);
  });
});

describe("subjects", () => {
  test("no two messages have subjects in common", () => {
    for (const a of names) {
      for (const b of names) if (a !== b) expect(meets(filterOf(a), filterOf(b))).toBe(false);
    }
  });

  test("of events end in the event's name", () => {
    for (const name of eventNames) expect(filterOf(name)).toBe(`event.run.*.*.${toSnake(name)}`);
  });

  test("use fields that their messages have", () => {
    type Misnamed = { [Name in MessageName]: Message<Name> extends SubjectFields<Name> ? never : Name }[MessageName];
    expectTypeOf<Misnamed>().toBeNever();
    expectTypeOf<SubjectFields<"Tick">>().toEqualTypeOf<{ readonly pipelineId: string | number }>();
  });

  test("are stored by the stream of their message, and by no other", () => {
    for (const name of names) {
      const takers = Object.entries<readonly string[]>(streamSubjects).filter(([, filters]) =>
        filters.some((filter) => takes(filter, concreteOf(name))),
      );
      expect(takers.map(([stream]) => stream)).toEqual([routes[name].stream]);
    }
  });

  test("that are unknown have no message", () => {
    for (const subject of ["", "cmd.run", "cmd.run.pause", "batch.0.r", "event.run.p.r.unknown", "task.plan.r.x"]) {
      expect(messageNameOf(subject)).toBeUndefined();
    }
    expect(messageNameOf(scheduleSubject(pipelineId))).toBeUndefined();
  });

  test("spread runs over all partitions, the same run always to the same", () => {
    const counts = Array.from({ length: partitionCount }, () => 0);
    for (let i = 0; i < 4_000; i++) counts[partitionOf(`run-${i}`)]! += 1;
    for (const count of counts) expect(count).toBeGreaterThan(400);
    fc.assert(fc.property(fc.uuid(), (id) => partitionOf(id) === partitionOf(id) && partitionOf(id) < partitionCount));
    // In every process and release: tasks and batches that wait in a stream keep their partition.
    expect(partitionOf(runId)).toBe(1);
  });

  test("of a run's work are those on which its tasks and batches are published", () => {
    const published = [
      ...taskNames.filter((name) => name !== "DiscardRun" && name !== "ReplayRejects"),
      "RowBatch" as const,
    ];
    const work = runWorkSubjects(runId);
    expect(work.length).toBe(published.length);
    for (const name of published) {
      const matching = work.filter(({ subject }) => meets(subject, concreteOf(name)));
      expect(matching.map(({ stream }) => stream)).toEqual([routes[name].stream]);
      expect(meets(matching[0]!.subject, concreteOf(name, "another-run"))).toBe(false);
    }
  });
});

test("chunks of large rows have subjects of their own, by batch and by run", () => {
  const batch = { runId, split: 1, sequence: 2, part: 3 };
  expect(objectSubject(batch, 4)).toBe(`object.${runId}.1.2.3.4`);
  for (const filter of [objectSubjects, objectSubject(batch, "*")])
    expect(meets(filter, objectSubject(batch, 4))).toBe(true);
  expect(meets(objectSubject(batch, "*"), objectSubject({ ...batch, part: 4 }, 4))).toBe(false);
  expect(runObjectsSubject(runId)).toBe(`object.${runId}.>`);
});

describe("consumers", () => {
  const queues: readonly StreamName[] = ["COMMANDS", "TASKS", "BATCHES"];

  test("have unique names", () => {
    expect(new Set(allConsumers.map(({ name }) => name)).size).toBe(allConsumers.length);
  });

  test.each(queues)("of %s do not overlap: a work queue refuses that", (stream) => {
    const filters = allConsumers.filter((spec) => spec.stream === stream).flatMap((spec) => spec.filters);
    filters.forEach((filter, i) => {
      for (const other of filters.slice(i + 1)) expect(meets(filter, other), `${filter} and ${other}`).toBe(false);
    });
  });

  test("of the queues cover every message in every partition, by a service that handles it", () => {
    const runs = Array.from({ length: 200 }, (_, i) => `run-${i}`);
    expect(new Set(runs.map(partitionOf)).size).toBe(partitionCount);
    for (const name of names.filter((one) => queues.includes(routes[one].stream))) {
      const { stream, to } = routes[name];
      for (const run of runs) {
        const takers = allConsumers.filter(
          (spec) => spec.stream === stream && spec.filters.some((filter) => meets(filter, concreteOf(name, run))),
        );
        expect(takers.length, `${concreteOf(name, run)} of ${name}`).toBe(1);
        expect(takers[0]!.name.split("-")[0]).toBe(to[0]);
      }
    }
  });

  test("of EVENTS take exactly what the registry handles", () => {
    const [consumer, ...others] = allConsumers.filter(({ stream }) => stream === "EVENTS");
    expect(others).toEqual([]);
    const taken = eventNames.filter((name) => consumer!.filters.some((filter) => meets(filter, concreteOf(name))));
    expect(taken).toEqual(eventNames.filter((name) => (routes[name].to as readonly string[]).includes("registry")));
    expect(workerEventNames).toEqual(taken);
  });
});

describe("handlers", () => {
  /** Extractors only listen for the end of a run, as a hint to stop reading (open-runs.ts): no handler, no consumer. */
  const listenedTo = new Set<MessageName>(["RunFailed", "RunCancelled"]);
  const fileOf = (service: string, name: MessageName) =>
    join(import.meta.dirname, `../../../services/${service}/src/messages/on-${toKebab(name)}.ts`);
  const services = ["gateway", "scheduler", "registry", "extractor", "loader"];

  test.each(names)("%s has a file named after it in the service that handles it, and in no other", (name) => {
    const expected = listenedTo.has(name) ? [] : (routes[name].to as readonly string[]);
    const present = services.filter((service) => existsSync(fileOf(service, name)));
    expect(present).toEqual(expected);
  });
});
