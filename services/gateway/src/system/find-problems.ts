/** Finds the problems in the system's state, worst first. Uses no clock and no network. */
import type { SystemServer, SystemProblem, SystemQueue, SystemStream, SystemView } from "@datamantri/api";
import type { BrokenAnchor } from "@datamantri/contracts";
import type { NotHeld } from "./held-schedules.ts";
import { errorPolicies, type ErrorCode } from "@datamantri/runtime";

export type SystemParts = Omit<SystemView, "measured_at" | "state" | "problems">;

/** A queue is stuck after this: a worker takes a message at once, unless all its slots are busy. */
const stuckMs = 15_000;
/** Work continues, but the queue is too long. */
const lateMs = 5 * 60_000;
const outboxMs = 60_000;
/** A change takes a moment, and the registry's repair half a minute. */
const notHeldMs = 60_000;
const dayMs = 86_400_000;
const fullShare = 0.9;

/** Their limits slow publishers down on purpose, so they are full whenever the destination is the slower side. */
const brakes = new Set(["BATCHES", "OBJECTS"]);
/** All splits of a run are queued at once: the last one waits for the whole run. */
const patientQueues = new Set(["extractor-splits"]);

/**
 * @param nowMs since the epoch.
 * @param notHeld when no scheduler has the registry's schedules.
 * @param audit when the audit log lacks anchored entries.
 * @param rolledBackAt when the metadata database was found to be older than before.
 */
export function findProblems(
  parts: SystemParts,
  nowMs: number,
  notHeld?: NotHeld,
  audit?: BrokenAnchor | null,
  rolledBackAt?: string | null,
): SystemProblem[] {
  const { broker, unavailable, services } = parts;
  const reasonOf = (name: string) => unavailable.find(({ part }) => part === name)?.reason;
  const brokerReason = reasonOf("broker");
  if (brokerReason !== undefined && services === null) {
    // Everything else that is missing is a consequence.
    const solution = "Check nats-server and the network to it. Work resumes when it is back.";
    return [bad("broker_silent", say(brokerReason), solution)];
  }
  const problems = [
    ...(brokerReason === undefined ? [] : [bad("broker_silent", say(brokerReason), "Check JetStream in nats-server.")]),
    ...ofServices(parts),
    ...ofRegistry(parts, reasonOf("registry"), nowMs),
    ...ofSchedules(notHeld, nowMs),
    ...(rolledBackAt ? [ofDatabase(rolledBackAt)] : []),
    ...(audit ? [ofAuditLog(audit)] : []),
    ...(broker ? ofBroker(broker) : []),
    ...(parts.streams ?? []).flatMap((stream) => ofStream(stream, nowMs)),
    ...(parts.queues ?? []).flatMap((queue) => ofQueue(queue, nowMs)),
    ...(parts.sources ?? []).flatMap((server) => ofServer("source", server)),
    ...(parts.destinations ?? []).flatMap((server) => ofServer("destination", server)),
  ];
  return problems.toSorted((a, b) => Number(a.severity === "warn") - Number(b.severity === "warn"));
}

function ofServices({ services }: SystemParts): SystemProblem[] {
  return (services ?? []).flatMap(({ service, instances }) => {
    const silent = instances.filter(({ state }) => state === "silent").length;
    if (silent === instances.length) {
      return [bad("service_silent", `No ${service} is online.`, `Start the ${service}, or check its log.`)];
    }
    if (silent === 0) return [];
    const message = `${silent} of ${instances.length} instances of the ${service} stopped responding.`;
    return [warn("instance_silent", message, "Check its log. The other instances do its work.")];
  });
}

function ofRegistry({ services, outbox }: SystemParts, reason: string | undefined, nowMs: number): SystemProblem[] {
  const instances = services?.find(({ service }) => service === "registry")?.instances;
  const isThere = instances?.some(({ state }) => state === "answering") ?? true;
  if (reason !== undefined && isThere) {
    return [bad("registry_silent", say(reason), "Check the metadata database and the registry's log.")];
  }
  if (!outbox || outbox.oldest_at === null || nowMs - Date.parse(outbox.oldest_at) < outboxMs) return [];
  const message = `${outbox.waiting} messages of the registry have been waiting for publishing since ${outbox.oldest_at}.`;
  return [
    bad(
      "outbox_stuck",
      message,
      "A stream is full, or the registry has no connection to NATS. Check the registry's log.",
    ),
  ];
}

function ofSchedules(notHeld: NotHeld | undefined, nowMs: number): SystemProblem[] {
  if (!notHeld || nowMs - notHeld.sinceMs < notHeldMs) return [];
  const { wanted, held, sinceMs } = notHeld;
  const since = `since ${new Date(sinceMs).toISOString()}`;
  const message =
    held < wanted
      ? `No scheduler has had all schedules (${wanted}) ${since}: the most that one has is ${held}.`
      : `The schedulers' schedules have differed from the registry's ${since}.`;
  const solution =
    "The registry corrects them every 30 seconds. Check the logs of the registry and schedulers, then restart the schedulers.";
  return [bad("schedules_not_held", message, solution)];
}

function ofDatabase(rolledBackAt: string): SystemProblem {
  const message =
    `The metadata database is older than it was: found at ${rolledBackAt}. Its newest changes are lost, ` +
    "and runs since then may be missing or shown as they were before.";
  const solution =
    "Compare the pipelines' targets with their runs (docs/reliability.md), then: update generation set rolled_back_at = null.";
  return bad("metadata_rolled_back", message, solution);
}

function ofAuditLog({ anchor, missing }: BrokenAnchor): SystemProblem {
  const { sequence, at } = anchor;
  const what = missing
    ? `The audit log lacks entries ${missing.from_sequence} to ${missing.to_sequence}, made ` +
      `${missing.after === null ? "" : `after ${missing.after} and `}until ${missing.until}.`
    : `The audit log was rewritten: entry ${sequence} is not the one that was anchored at ${at}.`;
  const solution =
    "Find out who changed the metadata database. After restoring it from a backup, delete the anchor (docs/security.md).";
  return warn("audit_log_changed", what, solution);
}

function ofBroker(broker: NonNullable<SystemParts["broker"]>): SystemProblem[] {
  const { unreadable, jetstream, max_payload_bytes: accepted, needed_payload_bytes: needed } = broker;
  const problems: SystemProblem[] = [];
  if (accepted < needed) {
    const message =
      `nats-server ${broker.server_name} accepts messages of ${accepted} bytes, and batches of rows have up to ` +
      `${needed}. Extractors and loaders do not start.`;
    problems.push(bad("broker_misconfigured", message, "Set max_payload: 8MB in nats-server's configuration."));
  }
  if (unreadable.length > 0) {
    const names = unreadable.map(({ name }) => name).join(", ");
    const solution = "The registry creates missing streams again. If this persists, check nats-server's log.";
    problems.push(bad("stream_unreadable", `Streams missing or unreadable in NATS: ${names}.`, solution));
  }
  if (jetstream && jetstream.max_storage_bytes !== null) {
    const share = jetstream.storage_bytes / jetstream.max_storage_bytes;
    if (share >= fullShare) {
      const message = `JetStream's storage is ${Math.floor(share * 100)}% full.`;
      problems.push(bad("storage_full", message, "Give the account or the server more disk."));
    }
  }
  return problems;
}

function ofStream(stream: SystemStream, nowMs: number): SystemProblem[] {
  const { name, messages, max_messages, when_full, last_at, replicas_behind, replica_count, leader } = stream;
  const problems: SystemProblem[] = [];
  const isFull = max_messages !== null && messages >= max_messages * fullShare;
  if (isFull && when_full === "refuses" && !brakes.has(name)) {
    problems.push(
      bad(
        "stream_full",
        `Stream ${name} has ${messages} of ${max_messages} messages.`,
        "Start more instances of the service that consumes it.",
      ),
    );
  }
  if (name === "DEADLETTERS" && last_at !== null && nowMs - Date.parse(last_at) < dayMs) {
    const message = `${messages} messages could not be processed, the last one at ${last_at}.`;
    problems.push(warn("dead_letters", message, "Read their header dm-error: nats stream view DEADLETTERS."));
  }
  if (replica_count > 1 && leader === null) {
    problems.push(bad("stream_unreadable", `Stream ${name} has no leader.`, "Check the servers of the NATS cluster."));
  } else if (replicas_behind.length > 0) {
    const message = `Stream ${name} is not up to date on ${replicas_behind.join(", ")}.`;
    problems.push(warn("replica_behind", message, "Check these servers of the NATS cluster."));
  }
  return problems;
}

function ofQueue({ name, service, waiting, in_work, oldest_at }: SystemQueue, nowMs: number): SystemProblem[] {
  if (waiting === 0 || oldest_at === null) return [];
  const ageMs = nowMs - Date.parse(oldest_at);
  if (in_work === 0 && ageMs >= stuckMs) {
    const message = `${waiting} messages have been waiting in ${name} since ${oldest_at}, and no consumer takes them.`;
    return [bad("queue_stuck", message, `Check that a ${service} runs, and its log.`)];
  }
  if (ageMs < lateMs || patientQueues.has(name)) return [];
  const message = `${waiting} messages are waiting in ${name}, the oldest since ${oldest_at}.`;
  return [warn("queue_late", message, `Start another ${service}, or check what it waits for.`)];
}

function ofServer(kind: "source" | "destination", server: SystemServer): SystemProblem[] {
  const { name, state, waiting, last_error_code: code } = server;
  if (state !== "failing" || code === null) return [];
  const waits = waiting === 1 ? "1 run waits" : `${waiting} runs wait`;
  const message =
    waiting > 0 ? `${waits} for ${kind} ${name}: ${code}.` : `The last run with ${kind} ${name} failed: ${code}.`;
  return [warn(`${kind}_failing`, message, errorPolicies[code as ErrorCode].solution)];
}

/** Formats the reason as a sentence. */
function say(reason: string): string {
  return `${reason.charAt(0).toUpperCase()}${reason.slice(1)}${reason.endsWith(".") ? "" : "."}`;
}

function bad(code: SystemProblem["code"], message: string, solution: string): SystemProblem {
  return { code, severity: "bad", message, solution };
}

function warn(code: SystemProblem["code"], message: string, solution: string): SystemProblem {
  return { code, severity: "warn", message, solution };
}
