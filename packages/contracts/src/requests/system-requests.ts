/** What the registry knows of the product's health. */
import type { SystemView } from "@datamantri/api";

/** The registry's parts of `SystemView`. */
export type RegistryReport = {
  readonly [Part in "outbox" | "open_runs" | "throughput" | "errors" | "sources" | "destinations"]: NonNullable<
    SystemView[Part]
  >;
};

export interface SystemApi {
  "system.read": [Record<string, never>, RegistryReport];
}
