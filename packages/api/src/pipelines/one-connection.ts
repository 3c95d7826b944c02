import type { z } from "zod";

import { accessNames, accessSecrets } from "../connections/access.ts";
import type { ConnectionKind } from "../connections/connections.ts";

/** Checks that a side of a pipeline has either a stored connection or the connection's fields. */
export function refuseBothConnections(kind: ConnectionKind) {
  const required: readonly string[] = accessNames(kind, ({ isRequired }) => isRequired);
  const all: readonly string[] = [...accessNames(kind), accessSecrets[kind]];
  return (config: { readonly connection_id?: string | undefined }, context: z.RefinementCtx): void => {
    const given = config as Readonly<Record<string, unknown>>;
    const problem = (field: string, message: string) => context.addIssue({ code: "custom", path: [field], message });
    if (config.connection_id === undefined) {
      for (const field of required) {
        if (given[field] === undefined) problem(field, "is required, or a connection_id");
      }
      return;
    }
    for (const field of all) {
      if (given[field] !== undefined) problem(field, "comes from the connection: set either this or connection_id");
    }
  };
}
