import { ApiError } from "@datamantri/client";
import { useQuery } from "@tanstack/react-query";

import { typeReportQuery } from "../../api/queries.ts";
import type { TypeReport } from "../../api/types.ts";
import { FidelityBadge } from "../../parts/fidelity-badge.tsx";
import { Empty, ErrorNotice, Notice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";

/** What becomes of each column. */
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
    <Card title="Columns" end={<span className="faint small">as BigQuery has them, and as PostgreSQL will</span>}>
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
      <div className="table-scroll">
        <table>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">BigQuery type</th>
              <th scope="col">Target</th>
              <th scope="col">PostgreSQL type</th>
              <th scope="col">Values</th>
              <th scope="col">Notes</th>
            </tr>
          </thead>
          <tbody>
            {report.columns.map((column) => (
              <tr key={column.source}>
                <td className="mono">{column.source}</td>
                <td className="mono soft">{column.source_type}</td>
                <td className="mono">{column.target ?? "left out"}</td>
                <td className="mono soft">{column.target_type}</td>
                <td>
                  <FidelityBadge fidelity={column.fidelity} />
                </td>
                <td className="soft small">{column.notes.join(" ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
