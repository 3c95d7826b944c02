import type { StatementOutcome } from "./statement.ts";

/** What a job's query statistics say of a statement. https://cloud.google.com/bigquery/docs/reference/rest/v2/Job#JobStatistics2 */
export function outcomeStatistics(outcome: StatementOutcome | undefined): object {
  const { definition } = outcome ?? {};
  return {
    ...affectedRows(outcome),
    ...(definition === undefined
      ? {}
      : {
          ddlOperationPerformed: definition.operation,
          ...(definition.table ? { ddlTargetTable: definition.table } : {}),
          ...(definition.rowAccessPolicy ? { ddlTargetRowAccessPolicy: definition.rowAccessPolicy } : {}),
          ...(definition.dataset ? { ddlTargetDataset: definition.dataset } : {}),
        }),
  };
}

/** Also part of the answers of jobs.query and getQueryResults. */
export function affectedRows(outcome: StatementOutcome | undefined): object {
  const { rows } = outcome ?? {};
  if (rows === undefined) return {};
  const { inserted, updated, deleted } = rows;
  return {
    numDmlAffectedRows: String(inserted + updated + deleted),
    dmlStats: {
      insertedRowCount: String(inserted),
      updatedRowCount: String(updated),
      deletedRowCount: String(deleted),
    },
  };
}
