import type { Column } from "@datamantri/contracts";
import type { TypeReport } from "@datamantri/api";

import { resolveColumns, type MappingOptions } from "./resolve-columns.ts";

/**
 * Reports what a mapping does to each column's type. Pure: needs only the schema, so it works before a first run.
 *
 * @param source columns as BigQuery shows them (`toColumn` of bigquery/schema.ts)
 */
export function reportTypes(source: readonly Column[], options: MappingOptions): TypeReport {
  const { columns, problems, unsupported } = resolveColumns(source, options);
  return {
    columns: columns.map(({ path, sourceType, column, fidelity, notes, choices }) => ({
      source: path.join("."),
      source_type: sourceType,
      target: column?.name ?? null,
      target_type: column?.targetType ?? null,
      fidelity,
      notes,
      choices,
    })),
    problems: [...unsupported, ...problems],
  };
}
