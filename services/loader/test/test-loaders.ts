/** Loaders as processes, with their broker and destination. */
import { join } from "node:path";

import { request } from "@datamantri/bus";
import { noRange, noWatermark, type LoaderApi } from "@datamantri/contracts";
import { testConfiguration, TestService, waitFor } from "@datamantri/testkit";

import type { TestBroker } from "./test-broker.ts";
import type { TestDestination } from "./test-destination.ts";
import { TestRun, toConfig } from "./test-run.ts";

const main = join(import.meta.dirname, "../src/main.ts");

export class TestLoaders {
  readonly broker: TestBroker;
  readonly #db: TestDestination;
  readonly #natsUrl: string;

  constructor(natsUrl: string, broker: TestBroker, db: TestDestination) {
    this.#natsUrl = natsUrl;
    this.broker = broker;
    this.#db = db;
  }

  start(environment: Readonly<Record<string, string>> = {}): Promise<TestService> {
    return new TestService(main, { NATS_URL: this.#natsUrl, ...environment }).started();
  }

  /** A run whose destination the registry knows. */
  newRun(table: string, url = this.#db.url, password = toConfig(url).password): TestRun {
    const run = new TestRun(url, { config: { table } });
    const configuration = testConfiguration({ destination_config: run.config });
    this.broker.destinations.set(run.runId, { configuration, password, digest_key: "key" });
    return run;
  }

  async prepare(run: TestRun): Promise<void> {
    const columns = [...run.columns];
    const plan = {
      columns,
      schemaFingerprint: "f",
      rowCount: 1,
      resumedRunIds: [],
      rangeColumn: "",
      followsRunId: "",
      readsAllRows: true,
      description: "",
      columnDescriptions: [],
    };
    await this.broker.task("PrepareRun", { ...idsOf(run), ...plan });
  }

  async finalize(run: TestRun, rowCount: number): Promise<void> {
    await this.broker.task("FinalizeRun", {
      ...idsOf(run),
      columns: [...run.columns],
      rowCount,
      takenAtMs: run.takenAtMs,
      watermark: noWatermark,
      range: noRange,
      primaryKey: [],
      sourceRowsHash: "",
      sourceColumns: [],
    });
    await this.awaitEvent(run, "RunFinalized");
  }

  async discard(run: TestRun): Promise<void> {
    await this.broker.task("DiscardRun", { ...idsOf(run), resumedRunIds: [], settles: false });
    await this.awaitEvent(run, "RunDiscarded");
  }

  async eventsOf({ runId }: TestRun, name: string) {
    return (await this.broker.events()).filter((event) => event.name === name && event.subject.includes(runId));
  }

  awaitEvent(run: TestRun, name: string) {
    return waitFor(async () => (await this.eventsOf(run, name)).at(-1), { what: name, timeoutMs: 20_000 });
  }

  async awaitRows({ staging }: TestRun, count: number, timeoutMs = 20_000): Promise<void> {
    const counted = `select count(*)::int from ${staging}`;
    await waitFor(async () => (await this.#db.value(counted)) === count, { what: `${count} staged rows`, timeoutMs });
  }

  /** Waits until every task and batch is acknowledged. */
  async settled(timeoutMs = 10_000): Promise<void> {
    const what = "the acknowledgements";
    await waitFor(async () => (await this.broker.unacknowledged()) === 0, { what, timeoutMs });
  }

  distinctRows(table: string): Promise<unknown> {
    return this.#db.query(`select count(*)::int, count(distinct id)::int as ids from ${table}`);
  }

  /** A loader's answers about the tests' server, under the given name. */
  ask(host: string) {
    const { config, password } = toConfig(this.#db.url);
    const { port, database, user } = config;
    const asked = { config: { host, port, database, user, schema: "public" }, password, timeout_ms: 10_000 };
    const { bus } = this.broker;
    return {
      check: () => request<LoaderApi, "check_destination">(bus, "loader", "check_destination", asked),
      browse: () => request<LoaderApi, "browse_destination">(bus, "loader", "browse_destination", asked),
    };
  }
}

const idsOf = ({ runId, pipelineId }: TestRun) => ({ runId, pipelineId, attempt: 1 });
