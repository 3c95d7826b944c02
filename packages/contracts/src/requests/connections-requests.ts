/** The operations of `RegistryApi` about connections that are stored under a name. */
import type { ConnectionInput, ConnectionView } from "@datamantri/api";

/** What the registry answers about connections. `secret`: credentials or password; left out it stays, null removes it. */
export interface ConnectionsApi {
  /** `id`: derived from the Idempotency-Key, so that a repeated request makes no second one. */
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
  /** `version`: the one that the change was made to; null replaces any. */
  "connections.replace": [
    { id: string; version: number | null; connection: ConnectionInput; secret?: string | null | undefined },
    ConnectionView,
  ];
  "connections.delete": [{ id: string }, ConnectionView];
}
