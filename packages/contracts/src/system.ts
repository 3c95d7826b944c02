/** How the product itself is: the broker, who works, what waits, what went wrong. Times are RFC 3339, UTC. */

import type { ServiceName } from "./subjects.ts";

/** The NATS server that the gateway is connected to, and what JetStream holds on it. */
export interface SystemBroker {
  readonly server_name: string;
  readonly version: string;
  /** Null for a server on its own. */
  readonly cluster: string | null;
  /** From the gateway there and back. */
  readonly round_trip_ms: number;
  /** Null while JetStream does not answer. */
  readonly jetstream: {
    readonly storage_bytes: number;
    /** Null where nothing but the disk bounds it. */
    readonly max_storage_bytes: number | null;
    /** Of the whole account, since the server started. */
    readonly api_requests: number;
    readonly api_errors: number;
  } | null;
  /** Streams and consumers that are missing or do not answer. */
  readonly unreadable: readonly { readonly name: string; readonly reason: string }[];
}

export interface SystemStream {
  readonly name: string;
  readonly messages: number;
  readonly bytes: number;
  /** Null where there is no bound. */
  readonly max_messages: number | null;
  readonly max_bytes: number | null;
  readonly max_age_seconds: number | null;
  /** `refuses`: whoever publishes waits. */
  readonly when_full: "refuses" | "drops_oldest";
  /** Of the oldest and the newest message; null when it is empty. */
  readonly first_at: string | null;
  readonly last_at: string | null;
  /** On a cluster; null on a server on its own, and while there is none. */
  readonly leader: string | null;
  readonly replica_count: number;
  /** Servers whose copy is offline or not up to date. */
  readonly replicas_behind: readonly string[];
}

/** What waits for one kind of work, over all its consumers. */
export interface SystemQueue {
  /** Such as extractor-splits; the endpoint of who works on it has the same. */
  readonly name: string;
  readonly stream: string;
  readonly service: ServiceName;
  /** Delivered to nobody yet: the depth. */
  readonly waiting: number;
  /** Delivered and not acknowledged: worked on, or put off for a while. */
  readonly in_work: number;
  /** Of these, delivered more than once. */
  readonly redelivered: number;
  /** Since when the oldest message that is not done is there; null when there is none. Now less this is the lag. */
  readonly oldest_at: string | null;
}

/** What a process says of one kind of its work. */
export interface SystemEndpoint {
  readonly name: string;
  /** Pieces of work that it takes at the same time; null where nothing bounds them. */
  readonly slots: number | null;
  readonly busy: number;
  /** Ended, well or badly, since it started. */
  readonly done: number;
  readonly failed: number;
  /** Code of the last failure. */
  readonly last_error_code: string | null;
  /** Null before the first one ended. */
  readonly average_ms: number | null;
}

export interface SystemInstance {
  readonly id: string;
  readonly version: string;
  readonly started_at: string;
  readonly state: "answering" | "silent";
  readonly last_answer_at: string;
  readonly metadata: Readonly<Record<string, string>>;
  /** As it said last. */
  readonly endpoints: readonly SystemEndpoint[];
}

export interface SystemService {
  readonly service: ServiceName;
  /** Longest there first. One that fell silent is kept for ten minutes, unless another one took its place. */
  readonly instances: readonly SystemInstance[];
}

/** Of the runs that ended within an hour. */
export interface SystemHour {
  /** When it began. */
  readonly hour: string;
  readonly runs: number;
  readonly failed: number;
  readonly rows_loaded: number;
  readonly bytes_billed: number;
}

/** Runs that failed with one code within an hour. */
export interface SystemErrorCount {
  readonly hour: string;
  readonly error_code: string;
  readonly runs: number;
}

/** A server that runs read from or write to, as the runs of the last seven days found it. */
export interface SystemPlace {
  /** Host, port and database; project for BigQuery. */
  readonly name: string;
  /** `failing`: open runs wait for it, or the last run with it failed by its fault. */
  readonly state: "working" | "failing" | "unknown";
  readonly last_success_at: string | null;
  /** Of runs that failed by its fault: it was away, full, or refused the login. A wrong table is none. */
  readonly last_failure_at: string | null;
  /** What open runs wait for, else why that run failed. */
  readonly last_error_code: string | null;
  /** Open runs that wait for it. */
  readonly waiting: number;
  /** Within the last 24 hours; `failed` for whatever reason. */
  readonly runs: number;
  readonly failed: number;
  readonly rows_loaded: number;
}

/** Open runs that say why they do not go on, by what they say. */
export interface SystemWait {
  readonly reason: string;
  readonly error_code: string | null;
  readonly runs: number;
  /** One of them. */
  readonly run_id: string;
  readonly pipeline_name: string;
}

/** What the registry knows. */
export interface RegistryReport {
  readonly outbox: {
    /** Messages that wait to be published. */
    readonly waiting: number;
    readonly oldest_at: string | null;
  };
  readonly open_runs: {
    readonly queued: number;
    readonly running: number;
    /** Of the running ones, so far. */
    readonly rows_loaded: number;
    readonly waits: readonly SystemWait[];
  };
  /** Each of the last 24 hours, the present one last. */
  readonly throughput: readonly SystemHour[];
  /** Of the last seven days, by hour. */
  readonly errors: readonly SystemErrorCount[];
  readonly sources: readonly SystemPlace[];
  readonly destinations: readonly SystemPlace[];
}

export const systemParts = ["broker", "services", "registry"] as const;
export type SystemPart = (typeof systemParts)[number];

/** Something that somebody should look at. */
export interface SystemProblem {
  readonly code: (typeof systemProblemCodes)[number];
  /** `bad`: work stands still. `warn`: it goes on, worse than it should. */
  readonly severity: "bad" | "warn";
  /** For people. */
  readonly message: string;
  readonly solution: string;
}

export const systemProblemCodes = [
  "broker_silent",
  "registry_silent",
  "service_silent",
  "instance_silent",
  "stream_unreadable",
  "stream_full",
  "replica_behind",
  "storage_full",
  "dead_letters",
  "queue_stuck",
  "queue_late",
  "outbox_stuck",
  "source_failing",
  "destination_failing",
] as const;

/** A part that could not be asked is null, and `unavailable` says why. */
export interface SystemView extends Nullable<RegistryReport> {
  readonly measured_at: string;
  /** By the worst of the problems. */
  readonly state: "ok" | "degraded" | "down";
  /** The worst first. */
  readonly problems: readonly SystemProblem[];
  readonly broker: SystemBroker | null;
  readonly streams: readonly SystemStream[] | null;
  readonly queues: readonly SystemQueue[] | null;
  readonly services: readonly SystemService[] | null;
  readonly unavailable: readonly { readonly part: SystemPart; readonly reason: string }[];
}

type Nullable<T> = { readonly [Field in keyof T]: T[Field] | null };

export interface SystemApi {
  "system.read": [Record<string, never>, RegistryReport];
}
