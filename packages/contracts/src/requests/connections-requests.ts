/** Operations of `RegistryApi` about stored connections. */
import type { ConnectionInput, ConnectionView } from "@datamantri/api";

/**
 * The registry's operations on connections. `secret`: credentials or password; if omitted it stays, null removes it.
 */
export interface ConnectionsApi {
  /** `id`: derived from the Idempotency-Key, so that a repeated request creates no second one. */
  "connections.create": [
    {
      id?: string | undefined;
      connection: ConnectionInput;
      secret?: string | null | undefined;
      requested_by: string;
    },
    ConnectionView,
  ];
  "connections.list": [Record<string, never>, readonly ConnectionView[]];
  "connections.get": [{ id: string }, ConnectionView];
  /** `version`: the one that the change is based on; null replaces any. */
  "connections.replace": [
    { id: string; version: number | null; connection: ConnectionInput; secret?: string | null | undefined },
    ConnectionView,
  ];
  "connections.delete": [{ id: string }, ConnectionView];
}
