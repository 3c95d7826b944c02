import { dataOf } from "@datamantri/client";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { api } from "../../api/client.ts";
import type { Estimate } from "../../api/types.ts";
import { formatBytes, formatCost, formatCount } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Notice } from "../../parts/notice.tsx";
import { toInput } from "./draft.ts";
import { FirstRows } from "./first-rows.tsx";
import type { SectionProps } from "./form-parts.tsx";

/** Stands for a destination that is not chosen yet: only the source is looked at. */
const anyDestination = { host: "localhost", database: "any", user: "any", targetTable: "any" };

/** Looks at the source without running anything: rows, schema, what a run would bill. */
export function SourceCheck({
  draft,
  secrets,
  base,
  estimate,
  onEstimate,
  children,
}: SectionProps & {
  readonly onEstimate: (estimate: Estimate) => void;
  /** More buttons. */
  readonly children: ReactNode;
}) {
  const check = useMutation({
    mutationFn: () => {
      const { host, database, user, targetTable } = draft;
      const isComplete = host !== "" && database !== "" && user !== "" && targetTable !== "";
      const readable = {
        ...draft,
        ...(isComplete ? {} : anyDestination),
        name: draft.name || "check",
        // What is written does not matter here, and a key may not be chosen yet.
        mode: "append" as const,
        isIncremental: false,
        schedule: null,
      };
      return dataOf(api.POST("/api/v1/pipelines/estimate", { body: toInput(readable, secrets, base) }));
    },
    onSuccess: onEstimate,
  });
  return (
    <div className="stack" aria-live="polite">
      <div className="buttons">
        <Button icon="search" isBusy={check.isPending} onClick={() => check.mutate()}>
          Check the source
        </Button>
        {children}
      </div>
      {check.isError && <ErrorNotice error={check.error} />}
      {estimate && !check.isPending && <Found estimate={estimate} />}
      {estimate && !check.isPending && draft.reads === "table" && <FirstRows draft={draft} secrets={secrets} />}
    </div>
  );
}

function Found({ estimate }: { readonly estimate: Estimate }) {
  const { estimate: cost, columns, row_count, problems } = estimate;
  return (
    <>
      {problems.map(({ code, message, solution }) => (
        <Notice key={code} tone="bad" title={message}>
          {solution}
        </Notice>
      ))}
      {cost && (
        <Notice tone="good" title={`${columns.length} columns, ${rowsOf(row_count)}`}>
          {cost.is_billed
            ? `A run scans ${formatBytes(cost.bytes_processed)} and costs ${formatCost(cost.cost_usd)}.`
            : "A run costs nothing: the stored rows are read without a query."}
          <p className="soft small">{cost.reason}</p>
        </Notice>
      )}
    </>
  );
}

function rowsOf(count: number | null): string {
  return count === null ? "rows unknown before it runs" : `${formatCount(count)} rows`;
}
