import type { Rest, RestAnswer } from "./rest.ts";

let count = 0;

/** A dataset of one test. */
export interface OwnDataset {
  readonly project: string;
  readonly dataset: string;
  /** `<project>/datasets/<dataset>/tables` */
  readonly tables: string;
  readonly makeTable: (tableId: string, fields: readonly object[], rows?: readonly object[]) => Promise<void>;
  readonly insert: (tableId: string, rows: readonly object[], options?: object) => Promise<RestAnswer>;
  /** jobs.query with names in this dataset. */
  readonly query: (sql: string, options?: object) => Promise<RestAnswer>;
  readonly rows: (sql: string, options?: object) => Promise<unknown[][]>;
}

/** Makes a dataset that no other test of this file uses. */
export async function makeDataset(rest: Rest, project = "own-project"): Promise<OwnDataset> {
  const dataset = `own_${(count += 1)}`;
  await rest.post(`${project}/datasets`, { datasetReference: { datasetId: dataset } });
  const tables = `${project}/datasets/${dataset}/tables`;
  const names = { defaultDataset: { projectId: project, datasetId: dataset } };
  const insert: OwnDataset["insert"] = (tableId, rows, options) =>
    rest.post(`${tables}/${tableId}/insertAll`, { rows: rows.map((json) => ({ json })), ...options });
  return {
    project,
    dataset,
    tables,
    insert,
    makeTable: async (tableId, fields, rows = []) => {
      const made = await rest.post(tables, { tableReference: { tableId }, schema: { fields } });
      const inserted = rows.length > 0 ? await insert(tableId, rows) : undefined;
      if (made.status !== 200 || inserted?.body["insertErrors"]) throw new Error(JSON.stringify([made, inserted]));
    },
    query: (sql, options) => rest.query(sql, { ...names, ...options }),
    rows: (sql, options) => rest.rows(sql, { ...names, ...options }),
  };
}
