/** What the audit log says of a request. */
import { randomUUID } from "node:crypto";

import type { AuditedRequest, Caller } from "@datamantri/contracts";

/**
 * Operations whose command carries their entry: the registry writes it in the transaction that carries the command out, so
 * that it costs no request of its own.
 */
export const auditedByCommand: ReadonlySet<string> = new Set([
  "POST /api/v1/pipelines/{id}/trigger",
  "POST /api/v1/pipelines/{id}/backfill",
]);

export function toAuditedRequest(action: string, path: string, caller: Caller): AuditedRequest {
  const { actor, address, request_id } = caller;
  return {
    id: randomUUID(),
    action,
    object: objectOf(action, path) ?? "",
    actorKind: actor.kind,
    actorId: actor.id ?? "",
    actorName: actor.name,
    address: address ?? "",
    requestId: request_id ?? "",
  };
}

/** The id or the name in the path, as it was sent. */
export function objectOf(operation: string, path: string): string | null {
  const parts = operation.slice(operation.indexOf("/")).split("/");
  const place = parts.findIndex((part) => part === "{id}" || part === "{name}");
  return place === -1 ? null : (path.split("/")[place]?.slice(0, 100) ?? null);
}
