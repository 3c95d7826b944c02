/** Some rows of a table, to recognise it. They are read at no cost and not stored. */
export function RowsPreview({
  title,
  columns,
  rows,
}: {
  readonly title: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}) {
  if (rows.length === 0) return null;
  return (
    <details className="more">
      <summary>{title}</summary>
      <div className="table-scroll" tabIndex={0} role="group" aria-label={title}>
        <table className="preview">
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name} <span className="faint">{type.toLowerCase()}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <tr key={index}>
                {row.map((value, column) => (
                  <td key={columns[column]?.name} className="mono one-line">
                    {toText(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function toText(value: unknown) {
  if (value === null) return <span className="faint">NULL</span>;
  return typeof value === "string" ? value : JSON.stringify(value);
}
