/** A gateway in parts: its HTTP server and feed on a real broker, with a simulated registry. */
import { randomUUID } from "node:crypto";
import type { AddressInfo } from "node:net";

import { ensureTopology, openBus, publish, serveRequests, toEventMessage, type Bus } from "@datamantri/bus";
import type { EventName, Message, RegistryApi } from "@datamantri/contracts";
import { apiKeyExample, type RunDetail, type UserView } from "@datamantri/api";
import { openLog, PipelineError, Secret } from "@datamantri/runtime";

import { createApp } from "../src/app.ts";
import { openAuth } from "../src/auth/auth.ts";
import { Tokens } from "../src/auth/tokens.ts";
import { openBackend } from "../src/backend.ts";
import { EventFeed } from "../src/events/event-feed.ts";
import { EventStreams } from "../src/events/event-streams.ts";
import { closeServer, listen } from "../src/listen.ts";
import { authOptions } from "./test-auth.ts";

const log = openLog("gateway", "silent");
const auth = authOptions();

/** Lifetime of a token that expires during a test. Streams are opened before that, also on a busy machine. */
export const shortSeconds = 5;

/** The same for every gateway, because any gateway's registry may answer. */
const user: UserView = {
  id: randomUUID(),
  email: "somebody@example.com",
  full_name: null,
  is_active: true,
  role: "admin",
  created_at: new Date().toISOString(),
};

/** Owners of the sessions that are not that user's. */
const owners = new Map<string, UserView>();

/** A second user. */
export const otherUser: UserView = { ...user, id: randomUUID(), email: "other@example.com" };

/** An API key of the user. */
export const apiKey = "dm_01234567_secret";

export interface EventGatewayOptions {
  readonly ringBytes?: number;
  readonly stallMs?: number;
  readonly maxStreams?: number;
  readonly maxStreamsPerUser?: number;
  /** Interval of pings, and of checks whether the user may still see the events. */
  readonly heartbeatMs?: number;
  /** Runs of another gateway on the same broker, because either's registry may answer. */
  readonly runs?: Map<string, RunDetail>;
  /** Awaited before the registry answers about a run. */
  readonly beforeRun?: () => Promise<void>;
}

export class EventGateway implements AsyncDisposable {
  readonly url: string;
  readonly bus: Bus;
  readonly streams: EventStreams;
  /** The registry's answers about runs. */
  readonly runs: Map<string, RunDetail>;
  readonly #close: () => Promise<void>;

  private constructor(
    parts: Omit<EventGateway, "token" | "startRun" | "say" | typeof Symbol.asyncDispose>,
    close: () => Promise<void>,
  ) {
    this.url = parts.url;
    this.bus = parts.bus;
    this.streams = parts.streams;
    this.runs = parts.runs;
    this.#close = close;
  }

  static async open(natsUrl: string, options: EventGatewayOptions = {}): Promise<EventGateway> {
    const stop = new AbortController();
    const open = (service: "gateway" | "registry") =>
      openBus({ url: new Secret(natsUrl), service, log, onClosed: () => undefined, signal: stop.signal });
    const [bus, registryBus] = [await open("gateway"), await open("registry")];
    await ensureTopology(registryBus, { maxBatchMessages: 10, replicas: 1 });
    const feed = await EventFeed.open(bus, { ringBytes: options.ringBytes ?? 2 ** 20, checkEveryMs: 50 });
    const listening = feed.run(stop.signal);
    const { maxStreams = 100, maxStreamsPerUser = 100, stallMs = 10_000, heartbeatMs = 1_000 } = options;
    const streams = new EventStreams(feed, log, { maxStreams, maxStreamsPerUser, stallMs, heartbeatMs }, stop.signal);
    const backend = openBackend(bus, stop.signal);
    const app = createApp(backend, openAuth(backend, auth), log, streams);
    const server = await listen(app.fetch, "127.0.0.1", 0);
    const { port } = server.address() as AddressInfo;
    const runs = options.runs ?? new Map<string, RunDetail>();
    const url = `http://127.0.0.1:${port}`;
    const gateway = new EventGateway({ url, bus, streams, runs }, async () => {
      stop.abort();
      await closeServer(server);
      await listening;
      await requests.close();
      await Promise.all([bus, registryBus].map((one) => one[Symbol.asyncDispose]()));
    });
    const requests = serveRequests<Pick<RegistryApi, "sessions.get" | "runs.get" | "api_keys.check">>(registryBus, {
      "sessions.get": async ({ id }) => ({
        session_id: id,
        user: owners.get(id) ?? user,
        authenticated_at: new Date().toISOString(),
      }),
      "runs.get": async ({ id }) => {
        await options.beforeRun?.();
        return runs.get(id) ?? unknownRun(id);
      },
      "api_keys.check": async () => ({ key: { ...apiKeyExample, role: "admin", scopes: null }, owner: user }),
    });
    await requests.listening;
    return gateway;
  }

  /** Creates a token of a new session. @param seconds its lifetime. */
  async token(seconds = 600, owner = user): Promise<string> {
    const sessionId = randomUUID();
    owners.set(sessionId, owner);
    return new Tokens({ ...auth.tokens, lifetimeSeconds: seconds }).issue({ userId: owner.id, sessionId });
  }

  /** Adds a run to the registry, without any event. */
  startRun(more: Partial<RunDetail> = {}): RunDetail {
    const run: RunDetail = {
      id: randomUUID(),
      pipeline_id: randomUUID(),
      status: "running",
      start_time: new Date().toISOString(),
      end_time: null,
      triggered_by: "tester",
      records_processed: 0,
      error_message: null,
      vendor_message: null,
      log: "",
      records_total: null,
      range: null,
      bytes_estimated: null,
      bytes_billed: null,
      cost_usd: null,
      phase: "loading",
      error_code: null,
      waiting_reason: null,
      waiting_since: null,
      waiting_until: null,
      retry_at: null,
      scheduled_for: null,
      pipeline_name: "p",
      cause: "manual",
      retry_of: null,
      undo_of: null,
      undone_by: null,
      can_undo: false,
      records_resumed: null,
      resumable_until: null,
      phases: [],
      splits: null,
      batches_loaded: 0,
      attempt: 1,
      rejected_count: 0,
      replayed_count: 0,
      replaced_cells: [],
      ...more,
    };
    this.runs.set(run.id, run);
    return run;
  }

  async say<Name extends EventName>(
    name: Name,
    run: RunDetail,
    event: Omit<Message<Name>, "runId" | "pipelineId">,
    eventId: string = randomUUID(),
  ): Promise<void> {
    const body = { ...event, runId: run.id, pipelineId: run.pipeline_id } as unknown as Message<Name> & {
      runId: string;
      pipelineId: string;
    };
    await publish(this.bus, toEventMessage(this.bus, name, body, eventId), { signal: AbortSignal.timeout(10_000) });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#close();
  }
}

function unknownRun(id: string): never {
  throw new PipelineError("not_found", `no run has the id ${id}`);
}
