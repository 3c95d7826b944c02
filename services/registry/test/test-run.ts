/** One run, and the workers' events about it. */
import { randomUUID } from "node:crypto";

import { noVerification, noRange, noWatermark, type CursorRange, type Message } from "@datamantri/contracts";
import type { RunView } from "@datamantri/api";

import type { TestRegistry } from "./test-registry.ts";

export const columns = [
  {
    name: "id",
    type: "INT64",
    repeated: false,
    required: true,
    fields: [],
    rangeElementType: "",
    sourcePath: [],
    targetType: "",
    mask: "",
    declaredType: "",
    notNull: false,
  },
];

/** 150 rows in two splits, batches of 50. */
export const splits = [
  { split: 0, firstRow: 0, rowCount: 100 },
  { split: 1, firstRow: 100, rowCount: 50 },
];
export const allBatches = [
  { split: 0, sequence: 0, part: 0, rowCount: 50, rejectedCount: 0 },
  { split: 0, sequence: 1, part: 0, rowCount: 50, rejectedCount: 0 },
  { split: 1, sequence: 0, part: 0, rowCount: 50, rejectedCount: 0 },
];

export type Phase = "queued" | "planning" | "preparing" | "loading" | "finalizing" | "success" | "failed" | "cancelled";

/** The command of a separate request. */
export function startCommand(ids: { readonly runId: string; readonly pipelineId: string }): Message<"StartRun"> {
  const request = {
    id: randomUUID(),
    action: "POST /api/v1/pipelines/{id}/trigger",
    object: ids.pipelineId,
    actorKind: "user",
    actorId: "1",
    actorName: "tester",
    address: "192.0.2.1",
    requestId: "",
  };
  return { ...ids, cause: "manual", requestedBy: "tester", range: noRange, request };
}

export class TestRun {
  readonly registry: TestRegistry;
  readonly pipelineId: string;
  readonly runId: string;

  constructor(registry: TestRegistry, pipelineId: string, runId: string = randomUUID()) {
    this.registry = registry;
    this.pipelineId = pipelineId;
    this.runId = runId;
  }

  get ids() {
    return { runId: this.runId, pipelineId: this.pipelineId };
  }

  start(): Promise<void> {
    return this.registry.handle("StartRun", startCommand(this.ids));
  }

  backfill(range: CursorRange): Promise<void> {
    return this.registry.handle("StartRun", { ...startCommand(this.ids), cause: "backfill", range });
  }

  planned(more: Partial<Message<"RunPlanned">> = {}): Promise<void> {
    return this.registry.handle("RunPlanned", { ...plannedEvent(this.ids), ...more }, `${this.runId}:RunPlanned:a1`);
  }

  prepared(): Promise<void> {
    return this.registry.handle("RunPrepared", this.ids, `${this.runId}:RunPrepared:a1`);
  }

  extracted(split: number, rowCount: number, replaced: Message<"SplitExtracted">["replaced"] = []): Promise<void> {
    return this.registry.handle("SplitExtracted", {
      ...this.ids,
      attempt: 1,
      split,
      rowCount,
      byteCount: 1,
      replaced,
      rejectedCount: 0,
    });
  }

  loaded(batches: Message<"BatchesLoaded">["batches"] = allBatches): Promise<void> {
    return this.registry.handle("BatchesLoaded", { ...this.ids, batches, alreadyLoaded: 0 });
  }

  finalized(said: Partial<Message<"RunFinalized">> = {}): Promise<void> {
    return this.registry.handle(
      "RunFinalized",
      {
        ...this.ids,
        rowCount: 150,
        rejectedCount: 0,
        warnings: [],
        watermark: noWatermark,
        replacement: "",
        undoableRunIds: [],
        verification: noVerification,
        ...said,
      },
      `${this.runId}:RunFinalized`,
    );
  }

  failed(step: string, code = "sink_rejected"): Promise<void> {
    return this.registry.handle("StepFailed", { ...this.ids, step, code, message: "it broke" });
  }

  cancel(requestId = ""): Promise<void> {
    return this.registry.handle("CancelRun", { runId: this.runId, requestedBy: "somebody", requestId });
  }

  discarded(): Promise<void> {
    return this.registry.handle("RunDiscarded", this.ids, `${this.runId}:RunDiscarded`);
  }

  view(): Promise<RunView> {
    return this.registry.run(this.runId);
  }

  async phase(): Promise<string> {
    return (await this.view()).phase;
  }

  /** Advances the run to a phase with workers' events. `queued` requires another open run of the pipeline. */
  async reach(phase: Phase): Promise<this> {
    await this.start();
    if (phase === "queued" || phase === "planning") return this;
    if (phase === "cancelled") await this.cancel();
    if (phase === "cancelled") return this;
    await this.planned();
    if (phase === "preparing") return this;
    await this.prepared();
    if (phase === "loading") return this;
    if (phase === "failed") await this.failed("load");
    if (phase === "failed") return this;
    await this.loaded();
    if (phase === "finalizing") return this;
    await this.finalized();
    return this;
  }
}

export function plannedEvent(ids: { readonly runId: string; readonly pipelineId: string }): Message<"RunPlanned"> {
  return {
    ...ids,
    attempt: 1,
    snapshot: { project: "p", dataset: "d", table: "t@1", jobId: "", location: "EU", takenAtMs: 1, version: "" },
    columns,
    schemaFingerprint: "f",
    rowCount: 150,
    batchRows: 50,
    pageRows: 50,
    splits,
    bytesEstimated: 0,
    bytesBilled: 0,
    costUsd: 0,
    sourceVersion: "",
    notes: [],
    typeReport: "",
    description: "",
    columnDescriptions: [],
    primaryKey: [],
  };
}
