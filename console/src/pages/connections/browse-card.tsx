import { useQuery } from "@tanstack/react-query";
import { Link, useSearch } from "@tanstack/react-router";
import { useState, type ReactNode } from "react";

import { listingQuery } from "../../api/queries.ts";
import type { Connection } from "../../api/types.ts";
import { formatCount } from "../../format/numbers.ts";
import { Button } from "../../parts/button.tsx";
import { ErrorNotice, Skeleton } from "../../parts/notice.tsx";
import { Card } from "../../parts/page.tsx";
import { RowsTable } from "../../parts/value-table.tsx";

/** Datasets or schemas → tables → columns and first rows, by the stored secret. Nothing is kept, run or billed. */
export function BrowseCard({ connection }: { readonly connection: Connection }) {
  const { space, table } = useSearch({ from: "/connections/$connectionId" });
  // Opened by a click or by an address with a path in it.
  const [isOpen, setOpen] = useState(space !== undefined);
  return (
    <Card title="Browse" end={isOpen && <Path connection={connection} />}>
      {isOpen ? (
        <Listing key={`${space} ${table}`} connection={connection} />
      ) : (
        <div className="card-body">
          <Button icon="search" onClick={() => setOpen(true)}>
            {connection.kind === "bigquery" ? "Browse the datasets" : "Browse the schemas"}
          </Button>
        </div>
      )}
    </Card>
  );
}

function Path({ connection: { id, kind } }: { readonly connection: Connection }) {
  const { space, table } = useSearch({ from: "/connections/$connectionId" });
  const all = kind === "bigquery" ? "All datasets" : "All schemas";
  return (
    <nav className="crumbs small" aria-label="Location">
      {space === undefined ? all : <To id={id}>{all}</To>}
      {space !== undefined && (
        <>
          {" / "}
          {table === undefined ? space : <To {...{ id, space }}>{space}</To>}
        </>
      )}
      {table !== undefined && ` / ${table}`}
    </nav>
  );
}

function To({
  id,
  children,
  ...place
}: {
  readonly id: string;
  readonly space?: string;
  readonly table?: string;
  readonly children: ReactNode;
}) {
  return (
    <Link to="/connections/$connectionId" params={{ connectionId: id }} search={place} resetScroll={false}>
      {children}
    </Link>
  );
}

function Listing({ connection: { id, kind } }: { readonly connection: Connection }) {
  const { space, table } = useSearch({ from: "/connections/$connectionId" });
  const { data, error, isFetching, refetch } = useQuery(listingQuery(id, kind, { space, table }));
  if (error) {
    return (
      <div className="card-body">
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data) return <Skeleton />;
  const spaces = "datasets" in data ? data.datasets : data.schemas;
  return (
    <>
      {spaces && (
        <Names
          names={spaces}
          none={
            kind === "bigquery"
              ? "No datasets found. Check the account's permissions."
              : "No schemas found. Check the role's permissions."
          }
        >
          {(name) => <To {...{ id, space: name }}>{name}</To>}
        </Names>
      )}
      {data.tables && (
        <Names names={data.tables.map(({ name }) => name)} none="No tables found.">
          {(name) => (
            <>
              <To {...{ id, ...(space !== undefined && { space }), table: name }}>{name}</To>
              <span className="faint small">{typeOf(data.tables, name)}</span>
            </>
          )}
        </Names>
      )}
      {data.table && <OneTable table={data.table} />}
      <div className="card-body toolbar">
        <Button isSmall kind="quiet" icon="retry" isBusy={isFetching} onClick={() => void refetch()}>
          Refresh
        </Button>
        {!data.is_complete && <span className="soft">The list is incomplete.</span>}
      </div>
    </>
  );
}

function typeOf(tables: readonly { readonly name: string; readonly type: string }[] | null, name: string): string {
  return (tables?.find((table) => table.name === name)?.type ?? "").toLowerCase();
}

function Names({
  names,
  none,
  children,
}: {
  readonly names: readonly string[];
  readonly none: string;
  readonly children: (name: string) => ReactNode;
}) {
  if (names.length === 0) return <p className="card-body soft">{none}</p>;
  return (
    <ul className="list">
      {names.map((name) => (
        <li key={name}>{children(name)}</li>
      ))}
    </ul>
  );
}

interface ListedTable {
  readonly columns: readonly { readonly name: string; readonly type: string; readonly is_nullable: boolean }[];
  readonly rows: readonly (readonly unknown[])[];
  readonly row_count?: number | null;
  readonly row_count_estimate?: number | null;
}

function OneTable({ table: { columns, rows, row_count, row_count_estimate } }: { readonly table: ListedTable }) {
  const count = row_count ?? row_count_estimate;
  const about = row_count_estimate === undefined ? "" : "about ";
  return (
    <>
      <p className="card-body soft">
        {columns.length} columns, {count === null || count === undefined ? "rows not counted" : about + rowsOf(count)}
      </p>
      <RowsTable label="Columns and first rows" columns={columns} rows={rows} />
    </>
  );
}

function rowsOf(count: number): string {
  return count === 1 ? "1 row" : `${formatCount(count)} rows`;
}
