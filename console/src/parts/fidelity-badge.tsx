import type { TypeReport } from "../api/types.ts";
import { Badge } from "./badge.tsx";

/** Shows whether PostgreSQL's values will equal BigQuery's. */
export function FidelityBadge({ fidelity }: { readonly fidelity: TypeReport["columns"][number]["fidelity"] }) {
  if (fidelity === "lossless") return <Badge tone="good" icon="check" text="Equal" />;
  if (fidelity === "lossy") return <Badge tone="warn" icon="warning" text="May change" />;
  return <Badge tone="bad" icon="cross" text="Not possible" />;
}
