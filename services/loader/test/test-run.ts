/** A run as the registry describes it, and the loader's steps on it. */
import { randomUUID } from "node:crypto";
import { crc32 } from "node:zlib";

import type { Statistics } from "@datamantri/verification";
import {
  noVerification,
  noRange,
  noWatermark,
  stagingTableName,
  type Verification,
  type Column,
  type CursorRange,
  type Message,
  type Watermark,
} from "@datamantri/contracts";
import type { DestinationConfig, Mapping, SourceConfig, WriteMode, Unrepresentable } from "@datamantri/api";
import { testConfiguration } from "@datamantri/testkit";
import { EgressGuard, openLog } from "@datamantri/runtime";

import { discardRun } from "../src/messages/on-discard-run.ts";
import type { ReadObject } from "../src/stream-to-staging/load-rows.ts";
import { settleUndo, undoRun } from "../src/messages/on-undo-run.ts";
import { finalizeRun, settleRun } from "../src/messages/on-finalize-run.ts";
import type { Finalized } from "../src/messages/finalized.ts";
import { prepareRun } from "../src/messages/on-prepare-run.ts";
import { loadBatches } from "../src/messages/on-row-batch.ts";
import { Destinations } from "../src/connect/destinations.ts";
import { bigint, text, tuple } from "./copy-tuples.ts";

export const log = openLog("loader", "silent");

export function column(name: string, type: string, more: Partial<Column> = {}): Column {
  const plain = { name, type, repeated: false, required: false, fields: [], rangeElementType: "" };
  return { ...plain, sourcePath: [], targetType: "", mask: "", declaredType: "", notNull: false, ...more };
}

export const digestKey = "the run's key";

/** id bigint, name text */
export const twoColumns = [column("id", "INT64"), column("name", "STRING")];

export interface RunOptions {
  readonly columns?: readonly Column[];
  readonly writeMode?: WriteMode;
  readonly cursorColumn?: string;
  /** More of the source's options. */
  readonly source?: Partial<SourceConfig>;
  readonly pipelineId?: string;
  /** Time of the snapshot. */
  readonly takenAt?: Date;
  readonly config?: Partial<DestinationConfig>;
  readonly unrepresentable?: Unrepresentable;
  readonly mapping?: Mapping;
  readonly password?: string | null;
  /** See PoolLimits. */
  readonly silentMs?: number;
}

type Batch = Message<"RowBatch">;

/** A connection string as a pipeline's destination. */
export function toConfig(url: string): { config: DestinationConfig; password: string } {
  const { hostname, port, pathname, username, password } = new URL(url);
  const config = {
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: decodeURIComponent(username),
    schema: "public",
    table: "target",
  };
  return { config, password: decodeURIComponent(password) };
}

/** One run and one loader's connections; `await using` closes them. */
export class TestRun implements AsyncDisposable {
  readonly runId: string;
  readonly pipelineId: string;
  readonly columns: readonly Column[];
  readonly config: DestinationConfig;
  readonly destinations: Destinations;
  readonly takenAtMs: number;
  /** Rows of the snapshot according to the plan. */
  plannedRows = 1_000;
  warnings: readonly string[] = [];
  replacement = "";
  watermark: Watermark = noWatermark;
  /** The pipeline's last finalized run, as the registry knows. */
  follows = "";
  readsAllRows = true;
  /** The run's initial watermark. */
  before: Watermark = noWatermark;
  /** Range of a backfill. */
  range: CursorRange = noRange;
  /** What the source's table declares besides its columns. */
  primaryKey: readonly string[] = [];
  descriptions: Pick<Message<"PrepareRun">, "description" | "columnDescriptions"> = {
    description: "",
    columnDescriptions: [],
  };
  /** Result of the source's query, for a full verification. */
  source: Pick<Statistics, "rowsHash" | "columns"> = { rowsHash: "", columns: [] };
  verification: Verification = noVerification;
  /** Runs that can be undone when it has ended; the last one first. */
  undoableRunIds: readonly string[] = [];
  /** The object store. */
  readObject: ReadObject = () => {
    throw new Error("no row is in the object store");
  };

  constructor(url: string, options: RunOptions = {}, runId: string = randomUUID()) {
    const from = toConfig(url);
    const password = options.password === undefined ? from.password : options.password;
    this.runId = runId;
    this.pipelineId = options.pipelineId ?? randomUUID();
    this.columns = options.columns ?? twoColumns;
    this.config = { ...from.config, ...options.config };
    this.takenAtMs = (options.takenAt ?? new Date()).getTime();
    const configuration = testConfiguration({
      mode: options.writeMode ?? "append",
      source_config: { cursor_column: options.cursorColumn ?? undefined, ...options.source },
      destination_config: this.config,
      mapping: { unrepresentable: options.unrepresentable, ...options.mapping },
    });
    const destination = { configuration, password, digest_key: digestKey };
    this.destinations = new Destinations(async () => destination, new EgressGuard({ allowsInside: true }), log, {
      connections: 4,
      pools: 4,
      idleMs: 10_000,
      silentMs: options.silentMs ?? 30_000,
    });
  }

  get staging(): string {
    return `datamantri.${stagingTableName(this.runId)}`;
  }

  /** @param resumedRunIds failed runs, oldest first, one of which holds the rows to resume from. */
  prepare(...resumedRunIds: readonly TestRun[]): Promise<boolean> {
    const task = { ...this.#ids, columns: [...this.columns], schemaFingerprint: "f", rowCount: this.plannedRows };
    return prepareRun(this.destinations, {
      ...task,
      ...this.descriptions,
      resumedRunIds: resumedRunIds.map(({ runId }) => runId),
      rangeColumn: this.range.column,
      followsRunId: this.follows,
      readsAllRows: this.readsAllRows,
    });
  }

  /** @returns the number of new batches. */
  async load(...batches: readonly Batch[]): Promise<number | "closed" | "lost"> {
    const loaded = await loadBatches(this.destinations, log, batches, this.readObject);
    return typeof loaded === "string" ? loaded : loaded.freshCount;
  }

  /** @returns the rows moved; the warnings are in `warnings`. */
  async finalize(rowCount: number): Promise<number> {
    return this.#finalized(await finalizeRun(this.destinations, this.#finalizeTask(rowCount)));
  }

  /** As the loader does: a failure is final, or the outcome unknown. */
  async settle(rowCount: number): Promise<number> {
    return this.#finalized(await settleRun(this.destinations, this.#finalizeTask(rowCount)));
  }

  /** Undoes the other run. @returns the rows that the target has. */
  async undo(undone: TestRun): Promise<number> {
    return this.#finalized(await undoRun(this.destinations, { ...this.#ids, undoOf: undone.runId }));
  }

  /** As the loader does. */
  async settleUndo(undone: TestRun): Promise<number> {
    return this.#finalized(await settleUndo(this.destinations, { ...this.#ids, undoOf: undone.runId }));
  }

  #finalizeTask(rowCount: number): Message<"FinalizeRun"> {
    return {
      ...this.#ids,
      columns: [...this.columns],
      rowCount,
      takenAtMs: this.takenAtMs,
      watermark: this.before,
      range: this.range,
      primaryKey: [...this.primaryKey],
      sourceRowsHash: this.source.rowsHash,
      sourceColumns: [...this.source.columns],
    };
  }

  #finalized(finalized: Finalized): number {
    this.warnings = finalized.warnings;
    this.replacement = finalized.replacement;
    this.watermark = finalized.watermark;
    this.verification = finalized.verification;
    this.undoableRunIds = finalized.undoableRunIds;
    return finalized.rowCount;
  }

  /** @returns false if it was finalized before. */
  async discard(...resumed: readonly TestRun[]): Promise<boolean> {
    const resumedRunIds = resumed.map(({ runId }) => runId);
    return (await discardRun(this.destinations, { ...this.#ids, resumedRunIds, settles: false })) === undefined;
  }

  /** Rows of two columns: ids from `first`, names derived from them. */
  batch(sequence: number, first: number, rowCount: number, split = 0): Batch {
    const ids = Array.from({ length: rowCount }, (_, i) => first + i);
    return this.batchOf(
      sequence,
      ids.map((id) => tuple(bigint(id), text(`row ${id}`))),
      split,
    );
  }

  batchOf(sequence: number, rows: readonly Buffer[], split = 0): Batch {
    const tuples = Buffer.concat(rows);
    const { runId, pipelineId } = this;
    const place = { runId, pipelineId, split, sequence, part: 0, firstRow: 0, rowCount: rows.length };
    return {
      ...place,
      schemaFingerprint: "f",
      checksum: crc32(tuples),
      tuples,
      rejects: [],
      objectChunks: 0,
      objectBytes: 0,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.destinations[Symbol.asyncDispose]();
  }

  get #ids() {
    return { runId: this.runId, pipelineId: this.pipelineId, attempt: 1 };
  }
}
