import { datamantri } from "./generated/messages.js";

const { v1 } = datamantri;

/** Every type of the proto by its name. */
export const messageTypes = v1;

/** Types that are only parts of messages. */
type PartName =
  | "AuditedRequest"
  | "Column"
  | "ColumnStatistics"
  | "ColumnDescription"
  | "CursorRange"
  | "LoadedBatch"
  | "Reject"
  | "ReplacedColumn"
  | "Snapshot"
  | "Split"
  | "Verification"
  | "Watermark";

/** A message's name is also in its subject and in its handler's file: see subjects.ts, which must have a row for it. */
export type MessageName = Exclude<keyof typeof v1, PartName>;

/** A protobuf class's fields, all present: the form in which the product uses messages. */
type Complete<T> = T extends Uint8Array | string | number | boolean
  ? T
  : T extends readonly (infer Item)[]
    ? Complete<Item>[]
    : T extends object
      ? { [K in keyof T as K extends "$unknowns" ? never : K]-?: Complete<NonNullable<T[K]>> }
      : T;

type Properties<T> = T extends { encode(message: infer P, ...rest: never[]): unknown } ? P : never;

export type Message<Name extends MessageName> = Complete<NonNullable<Properties<(typeof messageTypes)[Name]>>>;

export type AuditedRequest = Complete<datamantri.v1.AuditedRequest.$Properties>;
export type Column = Complete<datamantri.v1.Column.$Properties>;
export type Snapshot = Complete<datamantri.v1.Snapshot.$Properties>;
export type Split = Complete<datamantri.v1.Split.$Properties>;
export type ColumnDescription = Complete<datamantri.v1.ColumnDescription.$Properties>;
export type CursorRange = Complete<datamantri.v1.CursorRange.$Properties>;
export type Watermark = Complete<datamantri.v1.Watermark.$Properties>;
export type LoadedBatch = Complete<datamantri.v1.LoadedBatch.$Properties>;
export type ColumnStatistics = Complete<datamantri.v1.ColumnStatistics.$Properties>;
export type Verification = Complete<datamantri.v1.Verification.$Properties>;
