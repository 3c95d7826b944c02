/** A run's log begins with its creation, has one end, and nothing of its work after that; clients of events miss nothing. */
import { found, type Finding } from "./findings.ts";

/** A line of a run's log, in order. */
export interface EventFact {
  readonly runId: string;
  readonly name: string;
  readonly eventId: string;
}

/** An event that a client received or that the stream has. */
export interface StreamedEvent {
  readonly sequence: number;
  readonly eventId: string;
}

const endings: ReadonlySet<string> = new Set(["RunSucceeded", "RunFailed", "RunCancelled", "RunSkipped"]);

/** What may be said of a run that has ended: what becomes of its rows, and reports of workers that did not know yet. */
const afterEnd: ReadonlySet<string> = new Set([
  "DiscardRun",
  "RunDiscarded",
  "RejectsReplayed",
  "RunPlanned",
  "RunPrepared",
  "SplitExtracted",
  "StatisticsComputed",
  "StepDelayed",
  "StepFailed",
]);

/** @param runIds every run; one without events is found too. */
export function checkRunEvents(runIds: readonly string[], events: readonly EventFact[]): Finding[] {
  const byRun = Map.groupBy(events, ({ runId }) => runId);
  return runIds.flatMap((runId) => {
    const names = (byRun.get(runId) ?? []).map(({ name }) => name);
    if (names.length === 0) return [found("untrue", `run ${runId} has no events`)];
    const findings: Finding[] = [];
    if (names[0] !== "RunQueued") findings.push(found("untrue", `the first event of run ${runId} is ${names[0]}`));
    const ended = names.filter((name) => endings.has(name));
    if (ended.length !== 1)
      findings.push(found("untrue", `run ${runId} has ${ended.length} ends: ${ended.join(", ")}`));
    const late = names.slice(names.findIndex((name) => endings.has(name)) + 1).filter((name) => !afterEnd.has(name));
    if (ended.length > 0 && late.length > 0)
      findings.push(found("untrue", `run ${runId} has events after its end: ${late.join(", ")}`));
    return findings;
  });
}

/**
 * Compares what a client received since it began, or was last told of a gap, with what the stream has from there on.
 *
 * @param received in order of arrival.
 */
export function checkStreamed(received: readonly StreamedEvent[], stored: readonly StreamedEvent[]): Finding[] {
  const findings: Finding[] = [];
  const got = new Map(received.map(({ sequence, eventId }) => [sequence, eventId]));
  const missed = stored.filter(({ sequence }) => !got.has(sequence));
  if (missed.length > 0) {
    const text = `a client of events missed ${missed.length} of ${stored.length}, such as ${missed[0]!.eventId}`;
    findings.push(found("untrue", text, missed.length));
  }
  const other = stored.filter(({ sequence, eventId }) => got.has(sequence) && got.get(sequence) !== eventId);
  if (other.length > 0) {
    const { sequence, eventId } = other[0]!;
    const text = `event ${sequence} was ${got.get(sequence)} for a client, and is ${eventId} in the stream`;
    findings.push(found("untrue", text, other.length));
  }
  if (got.size < received.length)
    findings.push(found("untrue", `a client received ${received.length - got.size} events twice`));
  const back = received.find(({ sequence }, i) => i > 0 && sequence < received[i - 1]!.sequence);
  if (back) findings.push(found("untrue", `a client received event ${back.sequence} out of order`));
  return findings;
}
