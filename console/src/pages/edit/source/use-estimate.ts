import { dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";

import { api } from "../../../api/client.ts";
import type { Estimate } from "../../../api/types.ts";
import { useSettled } from "../../../format/use-settled.ts";
import { noSecrets, type Draft } from "../../../pipeline-fields/draft.ts";
import { toSourceInput } from "../../../pipeline-fields/to-input.ts";
import type { Access } from "../browse/browse.ts";

/** Pause after the last change of the mapping before the types are requested again. */
const settleMs = 700;

export interface SourceLook {
  readonly estimate: Estimate | undefined;
  /** The source has changed since. */
  readonly isStale: boolean;
  readonly error: Error | null;
  readonly isBusy: boolean;
  readonly look: () => void;
}

/**
 * Inspects the source without running anything: columns, rows, the price of a run, and each column's target type. First
 * on demand, then again after each change of the mapping, so that the types stay correct.
 */
export function useEstimate({ draft, secrets, base }: Access): SourceLook {
  // Kept while the source is inspected again, so that the grid of columns does not disappear.
  const [found, setFound] = useState<{ readonly estimate: Estimate; readonly of: string }>();
  const latest = useRef(0);
  const { mutate, error, isPending } = useMutation({
    mutationFn: async () => {
      latest.current += 1;
      const number = latest.current;
      const query = base === undefined ? {} : { pipeline_id: base.id };
      const body = toSourceInput(draft, secrets);
      const estimate = await dataOf(api.POST("/api/v1/pipelines/estimate", { params: { query }, body }));
      // A late answer belongs to an older mapping.
      if (number === latest.current) setFound({ estimate, of: placeOf(draft) });
    },
  });
  const { mapping: rules } = toSourceInput(draft, noSecrets);
  const mapping = useSettled(JSON.stringify(rules), settleMs);
  const looked = useRef(mapping);
  const hasLooked = found !== undefined;
  useEffect(() => {
    if (hasLooked && looked.current !== mapping) mutate();
    looked.current = mapping;
  }, [mapping, hasLooked, mutate]);
  const isStale = found !== undefined && found.of !== placeOf(draft);
  return { estimate: found?.estimate, isStale, error, isBusy: isPending, look: () => mutate() };
}

function placeOf(draft: Draft): string {
  const { connection_id, project, data_project, dataset, table, query } = toSourceInput(draft, noSecrets).source_config;
  return JSON.stringify([connection_id, project, data_project, dataset, table, query]);
}
