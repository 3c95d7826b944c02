/** NATS loses everything, or goes back to an older state, in the middle of three million rows. */
import { cp, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

import { checksumParquet, checksumPostgres, flightColumns, flightsFile } from "@datamantri/local-stack";
import { waitFor } from "@datamantri/testkit";

import { awaitEnd, awaitRun, createPipeline, startTestStack, trigger, type TestStack } from "./test-stack.ts";

let product: TestStack;

beforeAll(async () => {
  product = await startTestStack();
});

afterAll(async () => {
  await product[Symbol.asyncDispose]();
});

/** A client of the API's event stream that stays connected. */
class Listener {
  text = "";
  readonly #stop = new AbortController();

  static async open({ access: { url, email, password } }: TestStack): Promise<Listener> {
    const body = new URLSearchParams({ username: email, password });
    const login = (await (await fetch(`${url}/api/v1/auth/login`, { method: "POST", body })).json()) as {
      access_token: string;
    };
    const listener = new Listener();
    const headers = { authorization: `Bearer ${login.access_token}`, accept: "text/event-stream" };
    const response = await fetch(`${url}/api/v1/events`, { headers, signal: listener.#stop.signal });
    void listener.#listen(response.body!).catch(() => undefined);
    return listener;
  }

  async #listen(body: ReadableStream<Uint8Array>): Promise<void> {
    for await (const piece of body.pipeThrough(new TextDecoderStream())) this.text += piece;
  }

  close(): void {
    this.#stop.abort();
  }
}

/** What is done to NATS's store: early in the run, and later, when the server is lost. */
interface Loss {
  readonly prepare: (store: string) => Promise<unknown>;
  readonly lose: (store: string) => Promise<unknown>;
}

const losses: Readonly<Record<string, Loss>> = {
  everything: {
    prepare: async () => undefined,
    lose: (store) => rm(store, { recursive: true }),
  },
  "its newest messages": {
    prepare: (store) => cp(store, `${store}-saved`, { recursive: true }),
    async lose(store) {
      await rm(store, { recursive: true });
      await rename(`${store}-saved`, store);
    },
  },
};

test.for(Object.entries(losses))(
  "three million rows arrive once although NATS loses %s on the way, and clients of events are told",
  async ([what, { prepare, lose }]) => {
    const { stack, access } = product;
    const store = join(stack.dataDir, "jetstream");
    const table = what === "everything" ? "flights" : "flights_again";
    const source = { dataset: "flights", table: "flights_3m" };
    const pipelineId = await createPipeline(product, { name: table, source, schedule: "0 0 1 1 *" });
    const listener = await Listener.open(product);
    const runId = await trigger(product, pipelineId);
    await awaitRun(product, runId, "begin to load", (run) => run.records_processed > 0);
    await stack.kill("nats", "SIGSTOP");
    await prepare(store);
    await stack.kill("nats", "SIGCONT");
    await awaitRun(product, runId, "load a part", (run) => run.records_processed >= 500_000);

    await stack.kill("nats", "SIGSTOP");
    await lose(store);
    await stack.kill("nats", "SIGKILL");
    const run = await awaitEnd(product, runId, 150_000);

    expect(run).toMatchObject({ status: "success", records_processed: 3_000_000, error_message: null });
    const rows = await checksumParquet(flightsFile, flightColumns);
    expect(await checksumPostgres(access.postgres, `public.${table}`, flightColumns)).toEqual(rows);
    await waitFor(() => listener.text.includes("event: reset"), { what: "the client to be told", timeoutMs: 60_000 });
    listener.close();
  },
);
