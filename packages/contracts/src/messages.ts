import { datamantri } from "./generated/messages.js";

const { v1 } = datamantri;

/** Every message by its name. The name is also in its subject and in its handler's file: see subjects.ts. */
export const messageTypes = {
  StartRun: v1.StartRun,
  CancelRun: v1.CancelRun,
  Tick: v1.Tick,
  PlanRun: v1.PlanRun,
  ReadSplit: v1.ReadSplit,
  ComputeStatistics: v1.ComputeStatistics,
  PrepareRun: v1.PrepareRun,
  FinalizeRun: v1.FinalizeRun,
  DiscardRun: v1.DiscardRun,
  ReplayRejects: v1.ReplayRejects,
  RowBatch: v1.RowBatch,
  RunQueued: v1.RunQueued,
  RunPlanned: v1.RunPlanned,
  SourceUnchanged: v1.SourceUnchanged,
  RunPrepared: v1.RunPrepared,
  SplitExtracted: v1.SplitExtracted,
  StatisticsComputed: v1.StatisticsComputed,
  BatchesLoaded: v1.BatchesLoaded,
  RunProgressed: v1.RunProgressed,
  RunFinalized: v1.RunFinalized,
  RejectsReplayed: v1.RejectsReplayed,
  RunDiscarded: v1.RunDiscarded,
  StepDelayed: v1.StepDelayed,
  StepFailed: v1.StepFailed,
  RunSucceeded: v1.RunSucceeded,
  RunSkipped: v1.RunSkipped,
  RunFailed: v1.RunFailed,
  RunCancelled: v1.RunCancelled,
} as const;

export type MessageName = keyof typeof messageTypes;

/** A protobuf class's fields, all present: the shape in which the product handles messages. */
type Complete<T> = T extends Uint8Array | string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? Complete<Item>[]
    : T extends object
      ? { [K in keyof T as K extends "$unknowns" ? never : K]-?: Complete<NonNullable<T[K]>> }
      : T;

type Properties<T> = T extends { encode(message: infer P, ...rest: never[]): unknown } ? P : never;

export type Message<Name extends MessageName> = Complete<NonNullable<Properties<(typeof messageTypes)[Name]>>>;

export type Column = Complete<datamantri.v1.Column.$Properties>;
export type Snapshot = Complete<datamantri.v1.Snapshot.$Properties>;
export type Split = Complete<datamantri.v1.Split.$Properties>;
export type CursorRange = Complete<datamantri.v1.CursorRange.$Properties>;
export type Watermark = Complete<datamantri.v1.Watermark.$Properties>;
export type LoadedBatch = Complete<datamantri.v1.LoadedBatch.$Properties>;
export type ColumnStatistics = Complete<datamantri.v1.ColumnStatistics.$Properties>;
export type Verification = Complete<datamantri.v1.Verification.$Properties>;
