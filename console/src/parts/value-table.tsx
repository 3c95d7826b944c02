import type { ReactNode } from "react";

export interface Head {
  readonly key: string;
  readonly title: ReactNode;
  readonly className?: string;
}

/** Rows of values, without identity or order of their own. */
export function ValueTable({
  label,
  heads,
  rows,
  className,
}: {
  /** Accessible name, so that the keyboard can scroll it. */
  readonly label: string;
  readonly heads: readonly Head[];
  readonly rows: readonly (readonly ReactNode[])[];
  readonly className?: string | undefined;
}) {
  return (
    <div className="table-scroll" tabIndex={0} role="group" aria-label={label}>
      <table className={className}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head.key} scope="col" className={head.className}>
                {head.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {row.map((cell, column) => (
                <td key={heads[column]?.key} className={heads[column]?.className}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The first rows of a server's table, as the server sends them. */
export function RowsTable({
  label,
  columns,
  rows,
  className,
}: {
  readonly label: string;
  readonly className?: string | undefined;
  readonly columns: readonly { readonly name: string; readonly type: string; readonly is_nullable?: boolean }[];
  readonly rows: readonly (readonly unknown[])[];
}) {
  const heads = columns.map(({ name, type, is_nullable }) => ({
    key: name,
    title: (
      <>
        {name}{" "}
        <span className="faint">
          {type.toLowerCase()}
          {is_nullable === false && " not null"}
        </span>
      </>
    ),
  }));
  return <ValueTable {...{ label, className, heads }} rows={rows.map((row) => row.map(toCell))} />;
}

function toCell(value: unknown) {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return <div className="mono one-line">{value === null ? <span className="faint">NULL</span> : text}</div>;
}
