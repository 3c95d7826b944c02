import { useQuery } from "@tanstack/react-query";

import type { Estimate } from "../../../api/types.ts";
import { formatBytes, formatCost, formatCount } from "../../../format/numbers.ts";
import { ErrorNotice, Notice } from "../../../parts/notice.tsx";
import { sourceListingQuery, type Access } from "../browse/browse.ts";
import { RowsPreview } from "../browse/rows-preview.tsx";
import type { SourceLook } from "./use-estimate.ts";

/** The result of the check. */
export function SourceFound({ access, look }: { readonly access: Access; readonly look: SourceLook }) {
  const { draft } = access;
  const { estimate, isStale, error } = look;
  return (
    <div className="stack" aria-live="polite">
      {error && <ErrorNotice error={error} />}
      {isStale && <Notice tone="warn" title="The source has changed: check it again" />}
      {estimate && !error && !isStale && <Found estimate={estimate} />}
      {estimate?.estimate && !isStale && draft.reads === "table" && draft["source_config.table"] !== "" && (
        <FirstRows access={access} />
      )}
    </div>
  );
}

function Found({ estimate }: { readonly estimate: Estimate }) {
  const { estimate: cost, columns, row_count, problems, cost_usd_per_day } = estimate;
  return (
    <>
      {problems.map(({ code, message, solution }) => (
        <Notice key={`${code}${message}`} tone="bad" title={message}>
          {solution}
        </Notice>
      ))}
      {cost && (
        <Notice tone="good" title={`${columns.length} columns, ${rowsOf(row_count)}`}>
          {cost.is_billed
            ? `A run scans ${formatBytes(cost.bytes_processed)} and costs ${formatCost(cost.cost_usd)}.`
            : "A run costs nothing: the stored rows are read without a query."}
          {cost_usd_per_day !== null && cost.is_billed && ` That is ${formatCost(cost_usd_per_day)} a day.`}
          <p className="soft small">{cost.reason}</p>
        </Notice>
      )}
    </>
  );
}

function FirstRows({ access }: { readonly access: Access }) {
  const { "source_config.dataset": dataset, "source_config.table": table } = access.draft;
  const { data, error } = useQuery(sourceListingQuery(access, { dataset, table }));
  if (error) return <ErrorNotice error={error} />;
  if (!data?.table) return null;
  const { columns, rows } = data.table;
  return <RowsPreview title={`The first ${rows.length} rows`} columns={columns} rows={rows} />;
}

function rowsOf(count: number | null): string {
  return count === null ? "row count unknown before a run" : `${formatCount(count)} rows`;
}
