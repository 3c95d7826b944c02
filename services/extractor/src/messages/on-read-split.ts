/** A batch id always means the same rows: they come from the pinned snapshot, at the plan's boundaries. */
import {
  BatchWindow,
  maxObjectBytes,
  publishEvent,
  putObject,
  untilTheRunEnds,
  type Bus,
  type MessageHandler,
  type StepReporter,
} from "@datamantri/bus";
import { batchChecksum, type Message, type RunSource } from "@datamantri/contracts";
import { crashPoint, PipelineError } from "@datamantri/runtime";

import { assertUnchanged } from "../bigquery/snapshot/fix-in-time.ts";
import { readRows } from "../bigquery/snapshot/read-rows.ts";
import { BatchCutter, type CutBatch } from "../cut-batches.ts";
import { toPageColumns } from "../mapping/page-columns.ts";
import { planFingerprint } from "../mapping/plan-fingerprint.ts";
import { selectFields } from "../mapping/selected-fields.ts";
import type { OpenRuns, OpenSource } from "../open-runs.ts";
import type { ReplacedCell } from "../transcode/rows-to-copy/row-encoder.ts";
import type { TranscoderPool } from "../transcode/transcoder-pool.ts";

type ReadSplit = Message<"ReadSplit">;

/** Bytes of rows in a message; the stream accepts 4 MiB plus the envelope. */
const maxBatchBytes = 4 * 2 ** 20;

/**
 * Reads one split and publishes its batches. Memory holds only the window of unconfirmed batches and two pages. A row
 * larger than a message is copied from its page to the object store.
 *
 * Failure: a repeat reads the same rows into the same batches. JetStream drops those it still knows, the ledger the
 * rest. The report follows the last confirmation, the acknowledgement follows the report.
 */
export function onReadSplit(
  bus: Bus,
  runs: OpenRuns,
  transcoders: TranscoderPool,
  report: StepReporter,
): MessageHandler<"ReadSplit"> {
  return {
    maxDeliveries: untilTheRunEnds,
    async handle(task, { signal: stopping }) {
      await runs.workFor(task.runId, stopping, async (open, signal) => {
        const counts = await publishSplit(bus, open, transcoders, task, signal);
        await crashPoint("extractor.read.published");
        const { runId, pipelineId, attempt, split } = task;
        const event = { runId, pipelineId, attempt, split: split.split, ...counts };
        await publishEvent(bus, "SplitExtracted", event, `${runId}:SplitExtracted:${split.split}:a${attempt}`, {
          signal,
        });
        await crashPoint("extractor.read.reported");
      });
    },
    delayed: (task, error, delivery, retryInMs) => report.delayed("read", task, error, delivery, retryInMs),
    failed: (task, error) => report.failed("read", task, error),
  };
}

async function publishSplit(
  bus: Bus,
  { client, source }: OpenSource,
  transcoders: TranscoderPool,
  task: ReadSplit,
  signal: AbortSignal,
): Promise<Pick<Message<"SplitExtracted">, "rowCount" | "byteCount" | "replaced" | "rejectedCount">> {
  const { snapshot, split, batchRows, pageRows, columns } = task;
  assertSameMasks(task, source);
  const window = new BatchWindow(bus, signal);
  const { mapping } = source.configuration;
  const policy = mapping?.unrepresentable ?? "fail";
  const replaced = new ReplacedCounts(policy);
  let byteCount = 0;
  let rejectedCount = 0;
  const cutter = new BatchCutter(batchRows, maxBatchBytes, async (cut) => {
    byteCount += cut.tuples.length;
    rejectedCount += cut.rejects.length;
    const batch = toRowBatch(task, cut);
    const isLargeRow = cut.tuples.length > maxBatchBytes;
    await window.publish(isLargeRow ? await storeLargeRow(bus, batch, signal) : batch, task.attempt);
  });
  const cursorColumn = source.configuration.source_config.cursor_column;
  const pageColumns = toPageColumns(columns, { mapping, maskKey: source.mask_key, cursorColumn });
  const selectedFields = selectFields(columns, mapping);
  const read = transcoders.use(`${task.schemaFingerprint} ${cursorColumn ?? ""}`, pageColumns, policy, (transcoder) =>
    readRows(client, snapshot, split, transcoder, { pageRows, selectedFields, signal }, async (page) => {
      await crashPoint("extractor.read.page_read");
      replaced.add(page.replaced);
      await cutter.add(page);
    }),
  );
  await read.catch(async (error: unknown) => {
    // Without a snapshot, pages that are missing or differ may be those of a changed table.
    if (!signal.aborted) await assertUnchanged(client, snapshot, selectedFields, signal);
    throw error;
  });
  await cutter.end();
  await window.flush();
  await assertUnchanged(client, snapshot, selectedFields, signal);
  if (cutter.rowCount !== split.rowCount) {
    throw new PipelineError("run_inconsistent", `split ${split.split} does not have the planned rows`, {
      planned: split.rowCount,
      actual: cutter.rowCount,
    });
  }
  return { rowCount: cutter.rowCount, byteCount, replaced: replaced.of(pageColumns), rejectedCount };
}

/** With another mask key a repeated batch would have different rows. */
function assertSameMasks({ columns, schemaFingerprint }: ReadSplit, source: RunSource): void {
  if (columns.every(({ mask }) => mask === "") || planFingerprint(columns, source) === schemaFingerprint) return;
  throw new PipelineError("mapping_invalid", "the mask key changed after the run was planned: start a new run");
}

function toRowBatch(task: ReadSplit, cut: CutBatch): Message<"RowBatch"> {
  return {
    runId: task.runId,
    pipelineId: task.pipelineId,
    split: task.split.split,
    sequence: cut.sequence,
    part: cut.part,
    firstRow: task.split.firstRow + cut.firstRow,
    rowCount: cut.rowCount,
    schemaFingerprint: task.schemaFingerprint,
    checksum: batchChecksum(cut),
    tuples: cut.tuples,
    objectChunks: 0,
    objectBytes: 0,
    rejects: cut.rejects.map(({ row, fields, reason, sourceRow, tuple }) => ({
      rowNumber: task.split.firstRow + row,
      columns: fields.map((field) => task.columns[field]!.name),
      reason,
      sourceRow,
      tuple,
    })),
  };
}

/** @returns the batch without its row, which is then in the object store. */
async function storeLargeRow(bus: Bus, batch: Message<"RowBatch">, signal: AbortSignal): Promise<Message<"RowBatch">> {
  const { firstRow, tuples } = batch;
  if (tuples.length > maxObjectBytes) {
    const message = `row ${firstRow} of the snapshot has ${tuples.length} bytes; ${maxObjectBytes} can be carried over`;
    throw new PipelineError("row_too_large", message, { row: firstRow, byte_count: tuples.length });
  }
  const objectChunks = await putObject(bus, batch, tuples, signal);
  await crashPoint("extractor.read.object_stored");
  return { ...batch, tuples: new Uint8Array(), objectChunks, objectBytes: tuples.length };
}

/** Counts cells that the policy changed, by column. */
class ReplacedCounts {
  readonly #policy: string;
  readonly #counts = new Map<number, number>();

  constructor(policy: string) {
    this.#policy = policy;
  }

  add(cells: readonly ReplacedCell[]): void {
    for (const { column } of cells) this.#counts.set(column, (this.#counts.get(column) ?? 0) + 1);
  }

  of(columns: readonly { readonly name: string }[]): Message<"SplitExtracted">["replaced"] {
    return [...this.#counts].map(([column, cellCount]) => ({
      column: columns[column]!.name,
      policy: this.#policy,
      cellCount,
    }));
  }
}
