import type { ComponentProps } from "react";

import { RowsTable } from "../../../parts/value-table.tsx";

/** Some rows of a table, to recognise it. They are read at no cost and not stored. */
export function RowsPreview({
  title,
  ...table
}: { readonly title: string } & Omit<ComponentProps<typeof RowsTable>, "label">) {
  if (table.rows.length === 0) return null;
  return (
    <details className="more">
      <summary>{title}</summary>
      <RowsTable label={title} className="preview" {...table} />
    </details>
  );
}
