/** An event of a run, with everything that is recorded for it. */
import type { EventName, PublicEvent } from "@datamantri/contracts";

import type { Run } from "./run.ts";

/** Events that the registry itself publishes. */
type OwnName =
  | "RunQueued"
  | "RunProgressed"
  | "RunSucceeded"
  | "RunFailed"
  | "RunAbandoned"
  | "RunCancelled"
  | "RunSkipped";
export type OwnEvent = Extract<PublicEvent, { readonly name: OwnName }>;

/**
 * Events that the registry does not publish: a worker has, or it is internal (`RunStarted` for lineage, `DiscardRun`
 * and `RetryRefused` for the log).
 */
interface OtherEvent {
  readonly name: Exclude<EventName, OwnName> | "RunStarted" | "DiscardRun" | "RetryRefused";
  readonly body?: undefined;
  /** Derived from the event's cause, so that a repeat has the same id. */
  readonly eventId: string;
  readonly timeMs: number;
}

export type RunEvent = (OwnEvent | OtherEvent) & {
  /** The run after the event. */
  readonly run: Run;
  /** Line for the run's log. */
  readonly line?: string;
};
