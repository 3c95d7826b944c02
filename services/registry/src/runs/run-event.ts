/** An event of a run, with all that is recorded of it. */
import type { EventName, PublicEvent } from "@datamantri/contracts";

import type { Run } from "./run.ts";

/** The events that the registry itself publishes. */
type OwnName = "RunQueued" | "RunProgressed" | "RunSucceeded" | "RunFailed" | "RunCancelled" | "RunSkipped";
export type OwnEvent = Extract<PublicEvent, { readonly name: OwnName }>;

/** Not published: a worker has, or it is internal (`RunStarted` is for lineage, `DiscardRun` for the log). */
interface OtherEvent {
  readonly name: Exclude<EventName, OwnName> | "RunStarted" | "DiscardRun";
  readonly body?: undefined;
  /** Derived from what happened, so that a repeat has the same one. */
  readonly eventId: string;
  readonly timeMs: number;
}

export type RunEvent = (OwnEvent | OtherEvent) & {
  /** As the event leaves it. */
  readonly run: Run;
  /** For the run's log. */
  readonly line?: string;
};
