/** Audit entry of a request. */
import { randomUUID } from "node:crypto";

import type { AuditedRequest, Caller } from "@datamantri/contracts";

/**
 * Operations whose command carries their audit entry: the registry writes it in the command's transaction, which saves
 * a request.
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

/** The id or name in the path, as sent. */
export function objectOf(operation: string, path: string): string | null {
  const parts = operation.slice(operation.indexOf("/")).split("/");
  const place = parts.findIndex((part) => part === "{id}" || part === "{name}");
  return place === -1 ? null : (path.split("/")[place]?.slice(0, 100) ?? null);
}
