import { ApiError } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { typeReportQuery } from "../../api/queries.ts";
import type { TypeReport } from "../../api/types.ts";
import { FidelityBadge } from "../../parts/fidelity-badge.tsx";
import { Empty, ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { Table, type Column } from "../../parts/table.tsx";

/** The type of each column in both systems. */
export function TypesTab({ pipelineId }: { readonly pipelineId: string }) {
  const { data, error, isPending } = useQuery(typeReportQuery(pipelineId));
  if (error instanceof ApiError && error.status === 404) {
    return (
      <Card>
        <Empty icon="info" title="Not known yet">
          {error.problem.solution ?? "The source could not be inspected yet."}
        </Empty>
      </Card>
    );
  }
  return (
    <Card title="Columns" end={<span className="faint small">types in BigQuery and PostgreSQL</span>}>
      {error && <ErrorNotice error={error} />}
      {isPending && <Skeleton />}
      {data && <TypesTable report={data} />}
    </Card>
  );
}

function TypesTable({ report }: { readonly report: TypeReport }) {
  return (
    <>
      {report.problems.map((problem) => (
        <Notice key={problem} tone="warn" title="The mapping has a problem">
          {problem}
        </Notice>
      ))}
      <Table items={report.columns} columns={columns} idOf={idOf} label="Columns" />
    </>
  );
}

type ReportColumn = TypeReport["columns"][number];

const idOf = ({ source }: ReportColumn) => source;

const columns: readonly Column<ReportColumn>[] = [
  { id: "source", title: "Source", className: "mono", cell: ({ source }) => source },
  { id: "source-type", title: "BigQuery type", className: "mono soft", cell: ({ source_type }) => source_type },
  { id: "target", title: "Target", className: "mono", cell: ({ target }) => target ?? "excluded" },
  { id: "target-type", title: "PostgreSQL type", className: "mono soft", cell: ({ target_type }) => target_type },
  { id: "values", title: "Values", cell: ({ fidelity }) => <FidelityBadge fidelity={fidelity} /> },
  { id: "notes", title: "Notes", className: "soft small", cell: ({ notes }) => notes.join(" ") },
];
