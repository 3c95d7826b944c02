/**
 * Requests that may be sent again: what one makes has an id that is derived from its Idempotency-Key, so that its repeat
 * meets what is there. Keys are a user's own, and count for one address.
 */
import { requestedId, type RequestedKind } from "@datamantri/contracts";

interface Requester {
  readonly id: string;
}

/** Of what a request makes: the same for its repeats, undefined when it has no key. */
export function toRequestedId(kind: RequestedKind, user: Requester, key: string | undefined): string | undefined {
  return key === undefined ? undefined : requestedId(kind, user.id, key);
}

/** What a run's id is made of: the same for a request's repeats, another one each time when it has no key. */
export function toRunKey(user: Requester, key: string | undefined): string {
  return key === undefined ? crypto.randomUUID() : `${user.id}:${key}`;
}
