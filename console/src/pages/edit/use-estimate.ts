import { dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { api } from "../../api/client.ts";
import type { Estimate } from "../../api/types.ts";
import { useSettled } from "../../format/use-settled.ts";
import type { Access } from "./browse.ts";
import type { Draft } from "./draft.ts";
import { toSourceInput } from "./to-input.ts";

/** So long after the last change of the mapping the types are asked for again. */
const settleMs = 700;

export interface SourceLook {
  readonly estimate: Estimate | undefined;
  /** It is of what was read before: another source has been chosen since. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly look: () => void;
}

/**
 * Looks at the source without running anything: columns, rows, what a run would bill, and what becomes of each column.
 * The first time when it is asked to; then again whenever the mapping has changed, so that the types stay true.
 */
export function useEstimate({ draft, secrets, base }: Access): SourceLook {
  // Stays while the source is looked at again: whoever works on its columns does not lose them.
  const [found, setFound] = useState<{ readonly estimate: Estimate; readonly of: string }>();
  const latest = useRef(0);
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      latest.current += 1;
      const number = latest.current;
      const query = base === undefined ? {} : { pipeline_id: base.id };
      const body = toSourceInput(draft, secrets);
      const estimate = await dataOf(api.POST("/api/v1/pipelines/estimate", { params: { query }, body }));
      // An answer that was overtaken is of an older mapping.
      if (number === latest.current) setFound({ estimate, of: placeOf(draft) });
    },
  });
  const { columns, structs, arrays, geography } = draft;
  const mapping = useSettled(JSON.stringify([columns, structs, arrays, geography]), settleMs);
  const looked = useRef(mapping);
  const hasLooked = found !== undefined;
  useEffect(() => {
    if (hasLooked && looked.current !== mapping) mutate();
    looked.current = mapping;
  }, [mapping, hasLooked, mutate]);
  const isStale = found !== undefined && found.of !== placeOf(draft);
  return { estimate: found?.estimate, isStale, error, isBusy: isPending, look: () => mutate() };
}

function placeOf({ sourceConnection, reads, project, dataProject, dataset, table, query }: Draft): string {
  return JSON.stringify([sourceConnection, project, dataProject, reads === "table" ? [dataset, table] : query]);
}
