/** Lists of steps for fast-check. Most of them let the processes go on, so that faults hit every phase of a run. */
import fc from "fast-check";

import type { Fault } from "../crash.ts";
import { allRefusals } from "../world/destination.ts";
import { processNames } from "../world/world.ts";
import type { Step } from "./steps.ts";

const registry = fc.constantFrom("registry 1", "registry 2");
const loader = fc.constantFrom("loader 1", "loader 2");
const worker = fc.constantFrom(...processNames);

const forRegistry = fc.constantFrom(
  "StartRun",
  "CancelRun",
  "Tick",
  "RunPlanned",
  "BatchesLoaded",
  "RunFinalized",
  "StepFailed",
);
const forExtractor = fc.constantFrom("PlanRun", "ReadSplit");
/** Only finalize changes the target. */
const forLoader = fc.constantFrom("PrepareRun", "RowBatch", "FinalizeRun", "FinalizeRun", "FinalizeRun", "DiscardRun");
const pick = fc.nat(3);
const pipeline = fc.constantFrom(0, 0, 0, 1);

const nth = fc.constantFrom(1, 1, 1, 2);
const before = fc.constant("before" as const);
const after = fc.constant("after" as const);
const either = fc.constantFrom("before" as const, "after" as const);

/** A process that freezes in a transaction keeps its locks until the server ends it: that is a death. */
const atCommit = fc.oneof(
  fc.record({ at: fc.constant("commit" as const), nth, when: either, how: fc.constant("dies" as const) }),
  fc.record({ at: fc.constant("commit" as const), nth, when: after, how: fc.constant("freezes" as const) }),
);
/** A registry whose connection is cut tries again while it holds the message, as after its death. */
const atCommitOfLoader = fc.record({
  at: fc.constant("commit" as const),
  nth,
  when: either,
  how: fc.constant("is cut" as const),
});
const atReport = fc.record({
  at: fc.constant("publish" as const),
  nth,
  when: either,
  how: fc.constantFrom("dies" as const, "freezes" as const),
});
/** The outbox publishes in a transaction. */
const atOutbox = fc.record({
  at: fc.constant("publish" as const),
  nth,
  when: either,
  how: fc.constantFrom("dies" as const, "is cut" as const),
});
const atAcknowledgement = fc.record({
  at: fc.constant("ack" as const),
  nth: fc.constant(1),
  when: before,
  how: fc.constantFrom("dies" as const, "is cut" as const),
});

const perhaps = (...faults: fc.Arbitrary<Fault>[]): fc.Arbitrary<Fault | undefined> =>
  fc.option(fc.oneof(...faults), { nil: undefined, freq: 4 });

const faultOfRegistry = perhaps(atCommit, atAcknowledgement);
const faultOfExtractor = perhaps(atReport, atAcknowledgement);
const faultOfLoader = perhaps(atCommit, atCommitOfLoader, atReport, atAcknowledgement);

/** Refused rows are the one failure that is final, and does not keep the loader from the ledger. */
const refusal = fc.oneof(fc.constantFrom(...allRefusals), fc.constant("rejects rows" as const));

type Weighted = readonly [weight: number, step: fc.Arbitrary<Step>];

const weighted: readonly Weighted[] = [
  [4, fc.record({ do: fc.constant("ask"), pipeline, key: fc.nat(1) })],
  [2, fc.record({ do: fc.constant("tick"), pipeline, later: fc.integer({ min: 0, max: 1 }) })],
  [12, fc.record({ do: fc.constant("go on"), pieces: fc.integer({ min: 1, max: 8 }) })],
  [2, fc.record({ do: fc.constant("take"), who: worker, pick })],
  [3, fc.record({ do: fc.constant("reach"), who: registry, what: forRegistry, fault: faultOfRegistry })],
  [
    2,
    fc.record({ do: fc.constant("reach"), who: fc.constant("extractor"), what: forExtractor, fault: faultOfExtractor }),
  ],
  [
    12,
    fc.record({
      do: fc.constant("reach"),
      who: loader,
      what: forLoader,
      fault: faultOfLoader,
      refusal: fc.option(refusal, { nil: undefined, freq: 2 }),
    }),
  ],
  [3, fc.record({ do: fc.constant("outbox"), who: registry, fault: perhaps(atCommit, atOutbox) })],
  [3, fc.record({ do: fc.constant("reconcile"), who: registry, fault: perhaps(atCommit) })],
  [1, fc.record({ do: fc.constant("due"), who: registry, fault: perhaps(atCommit) })],
  [3, fc.record({ do: fc.constant("wake"), who: worker })],
  [1, fc.record({ do: fc.constant("kill"), who: worker })],
  [4, fc.record({ do: fc.constant("deliver again"), what: fc.oneof(forLoader, forLoader, forRegistry, forExtractor) })],
  [3, fc.record({ do: fc.constant("lose"), pick: fc.nat(12) })],
  [1, fc.record({ do: fc.constant("wipe") })],
  [2, fc.record({ do: fc.constant("keep store") })],
  [2, fc.record({ do: fc.constant("roll back") })],
  [5, fc.record({ do: fc.constant("refuse"), refusal })],
  [3, fc.record({ do: fc.constant("return") })],
  [1, fc.record({ do: fc.constant("discard by hand"), pick })],
  [2, fc.record({ do: fc.constant("cancel"), pick })],
  [3, fc.record({ do: fc.constant("retry"), pick, from: fc.constantFrom("start", "failure") })],
  [4, fc.record({ do: fc.constant("wait"), seconds: fc.constantFrom(2, 25, 400, 700) })],
] as const;

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(...weighted.map(([weight, arbitrary]) => ({ weight, arbitrary }))),
  { minLength: 1, maxLength: 12, size: "max" },
);
