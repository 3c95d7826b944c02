import { useQuery } from "@tanstack/react-query";

import { splitsQuery } from "../../api/queries.ts";
import type { RunDetail, Split } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { isOpen } from "../../format/run-words.ts";
import { Badge } from "../../parts/badge.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Time } from "../../parts/time.tsx";

/** How far each part of the source is, as the ledger says. */
export function SplitsCard({ run }: { readonly run: RunDetail }) {
  const isPlanned = run.splits !== null && run.splits.total > 0;
  const { data, error } = useQuery({ ...splitsQuery(run.id, isOpen(run)), enabled: isPlanned });
  if (!isPlanned || (!data && !error)) return null;
  return (
    <Card title="Splits" end={<span className="faint small">parts that are read and loaded on their own</span>}>
      {error && <ErrorNotice error={error} />}
      {data && (
        <div className="table-scroll">
          <table>
            <thead>
              <tr>
                <th scope="col">Split</th>
                <th scope="col">State</th>
                <th scope="col" className="number">
                  First row
                </th>
                <th scope="col" className="number">
                  Rows
                </th>
                <th scope="col" className="number">
                  Loaded
                </th>
                <th scope="col">Progress</th>
                <th scope="col">Read to its end</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((split) => (
                <Row key={split.split} split={split} isRunOpen={isOpen(run)} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {data?.next !== undefined && (
        <p className="card-body faint small">The first {data.items.length} splits; the API has all of them.</p>
      )}
    </Card>
  );
}

function Row({ split, isRunOpen }: { readonly split: Split; readonly isRunOpen: boolean }) {
  const isLoaded = split.loaded_row_count >= split.row_count && split.extracted_at !== null;
  return (
    <tr>
      <td>{split.split}</td>
      <td>
        {isLoaded ? (
          <Badge tone="good" icon="check" text="Loaded" />
        ) : !isRunOpen ? (
          <Badge tone="idle" icon="dash" text="Not loaded" />
        ) : split.extracted_at !== null ? (
          <Badge tone="busy" icon="busy" text="Loading" />
        ) : (
          <Badge tone="busy" icon="busy" text="Reading" />
        )}
      </td>
      <td className="number">{formatCount(split.first_row)}</td>
      <td className="number">{formatCount(split.row_count)}</td>
      <td className="number">{formatCount(split.loaded_row_count)}</td>
      <td>
        <Progress
          value={split.row_count === 0 ? 1 : split.loaded_row_count / split.row_count}
          label={`Split ${split.split}`}
        />
      </td>
      <td>{split.extracted_at === null ? "" : <Time at={split.extracted_at} />}</td>
    </tr>
  );
}
