/** The registry's part of the product's health. */
import type { SystemView } from "@datamantri/api";

import type { BrokenAnchor } from "../audit-anchor.ts";
import type { ScheduleSummary } from "../schedules-bucket.ts";

/** The registry's parts of `SystemView`, the active schedules, and entries that the audit log lacks. */
export type RegistryReport = {
  readonly schedules: ScheduleSummary;
  readonly audit: BrokenAnchor | null;
  /** When the metadata database was found to be older than before. */
  readonly rolled_back_at?: string | null;
} & {
  readonly [Part in "outbox" | "open_runs" | "throughput" | "errors" | "sources" | "destinations"]: NonNullable<
    SystemView[Part]
  >;
};

export interface SystemApi {
  /** Answers when the metadata database answers. */
  "system.ping": [Record<string, never>, Record<string, never>];
  "system.read": [Record<string, never>, RegistryReport];
}
