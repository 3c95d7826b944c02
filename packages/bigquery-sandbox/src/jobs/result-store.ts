import { createHash } from "node:crypto";

import type { DuckDBConnection } from "@duckdb/node-api";

import { quoteIdentifier } from "../sql/quote.ts";
import type { Catalog } from "../storage/catalog.ts";
import type { Connections } from "../storage/connections.ts";
import { describeTable, type StoredTable } from "../storage/stored-table.ts";
import type { TableName } from "../storage/table-name.ts";
import type { Job, QueryPlan, QueryResult } from "./job.ts";

/** BigQuery keeps results for about a day. https://cloud.google.com/bigquery/docs/cached-results */
const RESULT_TTL_MS = 24 * 3600 * 1000;
/** Limit of results on disk; the oldest ones are deleted. */
const MAX_RESULTS = 200;
const MAX_RESULT_BYTES = 4e9;

interface Kept extends QueryResult {
  readonly cacheKey: string | undefined;
  /** False for a result that is an unchanged seed table. */
  readonly isOwner: boolean;
}

/** Results of queries as anonymous tables, limited in number, bytes and age; also the query cache. */
export class ResultStore {
  readonly #catalog: Catalog;
  readonly #connections: Connections;
  readonly #kept = new Map<string, Kept>();

  constructor(catalog: Catalog, connections: Connections) {
    this.#catalog = catalog;
    this.#connections = connections;
  }

  /** The result of an equal earlier query. */
  findCached(job: Job, plan: QueryPlan): QueryResult | undefined {
    if (job.request.kind !== "query" || !job.request.useQueryCache || job.request.destination) return undefined;
    const key = cacheKey(job, plan);
    return key === undefined ? undefined : [...this.#kept.values()].find((kept) => kept.cacheKey === key);
  }

  /** Runs the query into its anonymous table. */
  async materialize(connection: DuckDBConnection, job: Job, plan: QueryPlan): Promise<QueryResult> {
    const destination = anonymousName(job);
    const table = plan.wholeTable ?? (await writeTable(connection, plan, destination.tableId));
    this.#catalog.addResult(destination, table, job.location);
    const isOwner = plan.wholeTable === undefined;
    const result = { destination, table, cacheKey: cacheKey(job, plan), isOwner };
    this.#kept.set(destination.tableId, result);
    return result;
  }

  /** Drops results that are too old or too many. Reading a page of a dropped table fails. */
  async evict(nowMs: number): Promise<void> {
    let bytes = [...this.#kept.values()].reduce((sum, kept) => sum + ownBytes(kept), 0);
    for (const kept of this.#kept.values()) {
      const isTooOld = nowMs - kept.table.createdMs > RESULT_TTL_MS && kept.isOwner;
      if (!isTooOld && this.#kept.size <= MAX_RESULTS && bytes <= MAX_RESULT_BYTES) continue;
      bytes -= ownBytes(kept);
      await this.#drop(kept);
    }
  }

  async #drop(kept: Kept): Promise<void> {
    this.#kept.delete(kept.destination.tableId);
    this.#catalog.remove(kept.destination);
    if (!kept.isOwner) return;
    await this.#connections.use((connection) => connection.run(`DROP TABLE IF EXISTS ${kept.table.sqlName}`));
  }
}

/**
 * Failure: the table is written in one statement, so a cancelled or failed query leaves none; the file belongs to this
 * process and is deleted when it ends.
 */
async function writeTable(connection: DuckDBConnection, plan: QueryPlan, tableId: string): Promise<StoredTable> {
  const sqlName = quoteIdentifier(tableId);
  const columns = plan.fields.map((field) => quoteIdentifier(field.name)).join(", ");
  await connection.run(`CREATE TABLE ${sqlName} AS SELECT * FROM (${plan.sql}) AS result (${columns})`);
  return describeTable(connection, sqlName, Date.now());
}

function ownBytes(kept: Kept): number {
  return kept.isOwner ? kept.table.byteCount : 0;
}

function anonymousName(job: Job): TableName {
  const { projectId } = job.request;
  const { location } = job;
  return {
    projectId,
    datasetId: `_${hash(`${projectId}:${location}`).slice(0, 40)}`,
    tableId: `anon${hash(`${job.label}:${job.createdMs}`)}`,
  };
}

function cacheKey(job: Job, plan: QueryPlan): string | undefined {
  return plan.isDeterministic ? `${job.request.projectId}:${plan.location}:${plan.sql}` : undefined;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
