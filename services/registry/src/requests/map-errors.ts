import type { ApiHandlers } from "@datamantri/bus";

import { toMetadataError } from "../database/metadata-error.ts";

/** Maps database errors to codes that callers can retry. */
export function mapErrors<A>(handlers: ApiHandlers<A>): ApiHandlers<A> {
  const all = Object.entries<(request: never) => Promise<unknown>>(handlers);
  const guarded = all.map(([operation, handler]) => [
    operation,
    async (request: never) => {
      try {
        return await handler(request);
      } catch (error) {
        throw toMetadataError(error);
      }
    },
  ]);
  return Object.fromEntries(guarded) as ApiHandlers<A>;
}
