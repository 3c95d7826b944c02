import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";

import type { ApiClient } from "../api/api-client.ts";
import type { PipelineView, RunView } from "@datamantri/api";
import { quotePostgresName } from "@datamantri/api/values";
import { hasEnded, triggerRun } from "../example/example-pipeline.ts";
import { warehouseOf } from "../example/warehouse.ts";
import { runSeconds } from "@datamantri/client";
import type { StackAccess } from "../stack/start-stack.ts";
import { compareTables, type Difference } from "./compare-tables.ts";
import { createExpectedTable } from "./expected-table.ts";
import { typeSteps, type TypeCheck, type TypeMode, type TypeSource } from "./type-modes.ts";
import { earlierQuery, expectedStates, goneQuery } from "./type-states.ts";
import { readWireTable } from "./wire-rows.ts";

const dataset = "types";
const pollMs = 200;

/** Result of one write mode. */
export interface TypesResult {
  /** In the target, after the last run. */
  readonly rows: number;
  /** Sum over all runs. */
  readonly seconds: number;
  readonly runs: readonly RunView["status"][];
  readonly mismatches: number;
  /** By column: keys of rows that differ. Never values. */
  readonly samples: Difference["samples"];
  /** Why a run failed. */
  readonly error?: string;
}

/** The table of all types, with functions to move and compare it. */
export class TypesMover implements AsyncDisposable {
  readonly columns: readonly string[];
  readonly rowCount: number;
  readonly #api: ApiClient;
  readonly #access: StackAccess;
  readonly #table: string;
  /** Its session holds the table `expected`. */
  readonly #client: Client;

  private constructor(
    api: ApiClient,
    access: StackAccess,
    table: string,
    source: Pick<TypesMover, "columns" | "rowCount">,
    client: Client,
  ) {
    this.#api = api;
    this.#access = access;
    this.#table = table;
    this.#client = client;
    this.columns = source.columns;
    this.rowCount = source.rowCount;
  }

  /** @param table of the sandbox's dataset `types`, with a column `id` */
  static async open(api: ApiClient, access: StackAccess, table: string): Promise<TypesMover> {
    const source = await readWireTable(access.bigquery, dataset, table);
    const client = new Client({ connectionString: access.postgres });
    await client.connect();
    try {
      const columns = await createExpectedTable(client, source);
      return new TypesMover(api, access, table, { columns, rowCount: source.rows.length }, client);
    } catch (error) {
      await client.end();
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.end();
  }

  /** The target of a mode. */
  targetOf(mode: TypeMode): string {
    return `${this.#table}_${mode}`;
  }

  /** Moves the table through one mode, run by run, and compares the target with the source after each. */
  async move(mode: TypeMode, signal?: AbortSignal): Promise<TypesResult> {
    const runs: RunView[] = [];
    const differences: Difference[] = [];
    for (const step of typeSteps[mode]) {
      const run = await this.#run(mode, step.source, runs.length + 1, signal);
      runs.push(run);
      if (run.status !== "success") break;
      for (const check of step.checks) differences.push(await this.compare(mode, check));
    }
    return toResult(runs, differences, await this.#countRows(mode));
  }

  /** Compares a part of a mode's target with what it must be. */
  async compare(mode: TypeMode, { where, expected }: TypeCheck): Promise<Difference> {
    return compareTables(this.#client, {
      expected: expectedStates(this.columns.map(quotePostgresName))[expected],
      actual: `(select * from ${quotePostgresName(this.targetOf(mode))} where ${where})`,
      columns: this.columns,
      key: "id",
    });
  }

  async #run(mode: TypeMode, source: TypeSource, number: number, signal?: AbortSignal): Promise<RunView> {
    const pipeline = await this.#api.post<PipelineView>("/api/v1/pipelines", {
      name: `${this.targetOf(mode)} ${number}`,
      source_type: "bigquery",
      source_config: { project: "sandbox", api_endpoint: this.#access.bigquery, ...this.#sourceOf(source) },
      destination_type: "postgres",
      destination_config: {
        ...warehouseOf(this.#access),
        schema: "public",
        table: this.targetOf(mode),
        verification: "full",
        ...(isKeyed(mode) ? { key: ["id"] } : {}),
        ...(mode === "mirror_soft" ? { delete_mode: "soft" } : {}),
      },
      mode: mode === "mirror_soft" ? "mirror" : mode,
      schedule: null,
    });
    return endOfRun(this.#api, await triggerRun(this.#api, pipeline.id), signal);
  }

  #sourceOf(source: TypeSource): Record<string, string> {
    if (source === "table") return { dataset, table: this.#table };
    const table = `\`sandbox.${dataset}.${this.#table}\``;
    return { query: source === "earlier" ? earlierQuery(table) : goneQuery(table) };
  }

  async #countRows(mode: TypeMode): Promise<number> {
    const target = quotePostgresName(this.targetOf(mode));
    const found = await this.#client.query<{ is: boolean }>("select to_regclass($1) is not null as is", [target]);
    if (!found.rows[0]!.is) return 0;
    const { rows } = await this.#client.query<{ count: number }>(`select count(*)::int as count from ${target}`);
    return rows[0]!.count;
  }
}

function isKeyed(mode: TypeMode): boolean {
  return mode !== "append" && mode !== "replace";
}

async function endOfRun(api: ApiClient, runId: string, signal?: AbortSignal): Promise<RunView> {
  for (;;) {
    signal?.throwIfAborted();
    const run = await api.get<RunView>(`/api/v1/runs/${runId}`);
    if (hasEnded(run)) return run;
    await sleep(pollMs, undefined, signal === undefined ? {} : { signal });
  }
}

function toResult(runs: readonly RunView[], differences: readonly Difference[], rowCount: number): TypesResult {
  const failed = runs.find((run) => run.status !== "success");
  const seconds = runs.reduce((sum, run) => sum + runSeconds(run), 0);
  return {
    rows: rowCount,
    seconds: Math.round(seconds * 1000) / 1000,
    runs: runs.map((run) => run.status),
    mismatches: differences.reduce((sum, one) => sum + one.mismatchCount, 0),
    samples: Object.assign({}, ...differences.map((one) => one.samples)) as Difference["samples"],
    ...(failed === undefined ? {} : { error: failed.error_message ?? failed.status }),
  };
}
