import { useQuery } from "@tanstack/react-query";

import { splitsQuery } from "../../api/queries.ts";
import type { RunDetail, Split } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { isOpen } from "../../format/run-words.ts";
import { Badge } from "../../parts/badge.tsx";
import { ErrorNotice } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { Progress } from "../../parts/progress.tsx";
import { Table, type Column } from "../../parts/table.tsx";
import { Time } from "../../parts/time.tsx";

/** Progress of each split, according to the ledger. */
export function SplitsCard({ run }: { readonly run: RunDetail }) {
  const isPlanned = run.splits !== null && run.splits.total > 0;
  const { data, error } = useQuery({ ...splitsQuery(run.id, isOpen(run)), enabled: isPlanned });
  if (!isPlanned || (!data && !error)) return null;
  return (
    <Card title="Splits" end={<span className="faint small">parts that are read and loaded on their own</span>}>
      {error && <ErrorNotice error={error} />}
      {data && <Table items={data.items} columns={isOpen(run) ? openColumns : endedColumns} idOf={idOf} />}
      {data?.next !== undefined && (
        <p className="card-body faint small">The first {data.items.length} splits; the API has all of them.</p>
      )}
    </Card>
  );
}

const idOf = ({ split }: Split) => String(split);

const toColumns = (isRunOpen: boolean): readonly Column<Split>[] => [
  { id: "split", title: "Split", cell: ({ split }) => split },
  { id: "state", title: "State", cell: (split) => <State split={split} isRunOpen={isRunOpen} /> },
  { id: "first", title: "First row", isNumber: true, cell: ({ first_row }) => formatCount(first_row) },
  { id: "rows", title: "Rows", isNumber: true, cell: ({ row_count }) => formatCount(row_count) },
  { id: "loaded", title: "Loaded", isNumber: true, cell: ({ loaded_row_count }) => formatCount(loaded_row_count) },
  {
    id: "progress",
    title: "Progress",
    cell: ({ split, row_count, loaded_row_count }) => (
      <Progress value={row_count === 0 ? 1 : loaded_row_count / row_count} label={`Split ${split}`} />
    ),
  },
  {
    id: "read",
    title: "Read",
    hint: "When reading finished",
    cell: ({ extracted_at }) => extracted_at !== null && <Time at={extracted_at} />,
  },
];

const openColumns = toColumns(true);
const endedColumns = toColumns(false);

function State({ split, isRunOpen }: { readonly split: Split; readonly isRunOpen: boolean }) {
  const isRead = split.extracted_at !== null;
  if (split.loaded_row_count >= split.row_count && isRead) return <Badge tone="good" icon="check" text="Loaded" />;
  if (!isRunOpen) return <Badge tone="idle" icon="dash" text="Not loaded" />;
  return <Badge tone="busy" icon="busy" text={isRead ? "Loading" : "Reading"} />;
}
