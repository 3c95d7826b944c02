import type { EventFilter } from "@datamantri/bus";
import type { RunView } from "@datamantri/api";

import type { EventFeed } from "./event-feed.ts";
import { parseEventId } from "./event-id.ts";
import type { StreamStart } from "./follow-feed.ts";

/** After this time a run's last event is published, or its stream was lost before. */
const publishedWithinMs = 60_000;

/**
 * Finds where a client begins: after its last event, at the beginning of its run, or now.
 *
 * @param lastEventId as sent by the client; undefined on its first request.
 */
export async function startOfStream(
  feed: EventFeed,
  filter: EventFilter,
  lastEventId: string | undefined,
): Promise<StreamStart> {
  const { head } = feed;
  const origin = filter.runId === undefined ? head : { epoch: head.epoch, sequence: 0 };
  if (lastEventId === undefined || lastEventId === "") return { position: origin };
  const position = parseEventId(lastEventId);
  if (!position) return { position: origin, reset: "unknown_id" };
  if (position.epoch !== head.epoch) return { position: origin, reset: "stream_recreated" };
  if (position.sequence === origin.sequence || (await feed.canResume(position))) return { position };
  return { position: origin, reset: position.sequence > head.sequence ? "unknown_id" : "expired" };
}

const endings = { success: "RunSucceeded", failed: "RunFailed", cancelled: "RunCancelled" } as const;

/** True if a run's stream has nothing after its client's position, and never will. */
export async function isOver(feed: EventFeed, run: RunView, lastEventId: string | undefined): Promise<boolean> {
  if (run.status === "queued" || run.status === "running" || run.status === "outcome_unknown") return false;
  const name = run.phase === "skipped" ? "RunSkipped" : endings[run.status];
  const end = await feed.find(name, { pipelineId: run.pipeline_id, runId: run.id });
  if (!end) return Date.now() - Date.parse(run.end_time ?? run.start_time) > publishedWithinMs;
  const position = parseEventId(lastEventId ?? "");
  return position?.epoch === end.epoch && position.sequence >= end.sequence;
}
