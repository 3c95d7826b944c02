import { useQuery } from "@tanstack/react-query";

import { formatBytes, formatCost } from "../../../format/numbers.ts";
import { useSettled } from "../../../format/use-settled.ts";
import { wholeScanQuery } from "../browse/browse.ts";
import type { Form } from "../form/form.ts";

/** Pause after the last change before the price is requested. */
const settleMs = 700;

/** Cost of comparing every value, in each run. */
export function FullCost({ draft: typed, secrets, base, estimate }: Form) {
  const draft = useSettled(typed, settleMs);
  const excluded = new Set(draft["mapping.columns"].flatMap(({ source, exclude }) => (exclude ? [source] : [])));
  const columns = estimate?.columns.flatMap(({ name }) => (excluded.has(name) ? [] : [name])) ?? [];
  const isTable = draft.reads === "table" && draft["source_config.table"] !== "";
  const { data: cost } = useQuery({
    ...wholeScanQuery({ draft, secrets, base }, columns),
    enabled: isTable && columns.length > 0,
  });
  if (cost) return `The table as it is now: ${formatBytes(cost.bytes_billed)}, ${formatCost(cost.cost_usd)} a run.`;
  return isTable ? "Check the source to see the cost." : "The cost depends on the result of the query.";
}
