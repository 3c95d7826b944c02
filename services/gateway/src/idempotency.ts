/**
 * Ids of objects that a request creates are derived from its Idempotency-Key, so that a repeat finds the existing
 * object. A key belongs to one user and one URL.
 */
import { requestedId, type RequestedKind } from "@datamantri/contracts";

interface Requester {
  readonly id: string;
}

/** Id of the created object: the same for repeats, undefined for a request without key. */
export function toRequestedId(kind: RequestedKind, user: Requester, key: string | undefined): string | undefined {
  return key === undefined ? undefined : requestedId(kind, user.id, key);
}

/** Input of a run's id: the same for a request's repeats, different each time for a request without key. */
export function toRunKey(user: Requester, key: string | undefined): string {
  return key === undefined ? crypto.randomUUID() : `${user.id}:${key}`;
}
