/** An extractor without BigQuery: every snapshot has the same few rows, marked with their run. */
import { crc32 } from "node:zlib";

import { BatchWindow, publishEvent, StepReporter, type Bus, type Handlers } from "@datamantri/bus";
import { extractorPlans, extractorSplits, type Column, type Message } from "@datamantri/contracts";

import { plannedEvent } from "../../services/registry/test/test-run.ts";
import type { Broker } from "../broker/broker.ts";
import type { Crashes } from "../crash.ts";
import { Member } from "./member.ts";

export const splitCount = 2;
export const rowsPerSplit = 2;
export const rowsPerRun = splitCount * rowsPerSplit;

const fingerprint = "f";

export function startExtractor(broker: Broker, bus: Bus, crashes: Crashes): Member {
  const { signal } = crashes;
  const report = new StepReporter(bus, signal);
  const handlers: Handlers = {
    PlanRun: {
      maxDeliveries: 8,
      async handle({ runId, pipelineId, attempt }) {
        const event = { ...plannedEvent({ runId, pipelineId }), ...shape, attempt };
        await publishEvent(bus, "RunPlanned", event, `${runId}:RunPlanned:a${attempt}`, { signal });
      },
      failed: (task, error) => report.failed("plan", task, error),
    },
    ReadSplit: {
      maxDeliveries: 10,
      async handle(task) {
        const { runId, pipelineId, attempt } = task;
        const { split } = task.split;
        const window = new BatchWindow(bus, signal);
        await window.publish(toBatch(runId, pipelineId, split), attempt);
        await window.flush();
        const counts = { rowCount: rowsPerSplit, byteCount: 1, replaced: [], rejectedCount: 0 };
        const event = { runId, pipelineId, attempt, split, ...counts };
        await publishEvent(bus, "SplitExtracted", event, `${runId}:SplitExtracted:${split}:a${attempt}`, { signal });
      },
      failed: (task, error) => report.failed("read", task, error),
    },
  };
  return new Member(broker, bus, crashes, [extractorPlans, ...extractorSplits], handlers);
}

function column(name: string, type: string): Column {
  const plain = { name, type, repeated: false, required: false, fields: [], rangeElementType: "" };
  return { ...plain, sourcePath: [], targetType: "", mask: "", declaredType: "", notNull: false };
}

const shape = {
  columns: [column("run", "STRING"), column("n", "INT64")],
  schemaFingerprint: fingerprint,
  rowCount: rowsPerRun,
  batchRows: rowsPerSplit,
  pageRows: rowsPerSplit,
  splits: Array.from({ length: splitCount }, (_, split) => {
    return { split, firstRow: split * rowsPerSplit, rowCount: rowsPerSplit };
  }),
};

function toBatch(runId: string, pipelineId: string, split: number): Message<"RowBatch"> {
  const firstRow = split * rowsPerSplit;
  const rows = Array.from({ length: rowsPerSplit }, (_, row) => tuple(Buffer.from(runId), int8(firstRow + row)));
  const tuples = Buffer.concat(rows);
  return {
    runId,
    pipelineId,
    split,
    sequence: 0,
    part: 0,
    firstRow,
    rowCount: rowsPerSplit,
    schemaFingerprint: fingerprint,
    checksum: crc32(tuples),
    tuples,
    rejects: [],
    objectChunks: 0,
    objectBytes: 0,
  };
}

/** https://www.postgresql.org/docs/current/sql-copy.html#SQL-COPY-FILE-FORMATS */
function tuple(...fields: readonly Buffer[]): Buffer {
  const count = Buffer.alloc(2);
  count.writeInt16BE(fields.length);
  return Buffer.concat([count, ...fields.flatMap((field) => [int4(field.length), field])]);
}

function int4(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function int8(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigInt64BE(BigInt(value));
  return bytes;
}
