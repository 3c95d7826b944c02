/** A column as tables.get shows it. */
export interface WireField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly WireField[];
  readonly rangeElementType?: { readonly type: string };
}

/** A cell's `v`: the text of a scalar, NULL, the cells of a STRUCT, or the elements of an ARRAY. */
export type WireValue = string | null | { readonly f: readonly WireCell[] } | readonly WireCell[];

export interface WireCell {
  readonly v: WireValue;
}

/** A table as returned by BigQuery's REST API, not interpreted. */
export interface WireTable {
  readonly fields: readonly WireField[];
  readonly rows: readonly (readonly WireValue[])[];
}

interface Page {
  readonly rows?: readonly { readonly f: readonly WireCell[] }[];
  readonly pageToken?: string;
}

/**
 * Reads a whole table with plain requests and none of the product's code. TIMESTAMP comes as microseconds.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list
 *
 * @param bigquery the API's address
 */
export async function readWireTable(bigquery: string, dataset: string, table: string): Promise<WireTable> {
  const address = `${bigquery}/bigquery/v2/projects/sandbox/datasets/${dataset}/tables/${table}`;
  const { schema } = await getJson<{ schema: { fields: WireField[] } }>(address);
  const rows: WireValue[][] = [];
  let pageToken: string | undefined;
  do {
    const from = pageToken === undefined ? "" : `&pageToken=${encodeURIComponent(pageToken)}`;
    const page = await getJson<Page>(`${address}/data?formatOptions.useInt64Timestamp=true&maxResults=1000${from}`);
    for (const row of page.rows ?? []) rows.push(row.f.map((cell) => cell.v));
    pageToken = page.pageToken;
  } while (pageToken !== undefined);
  return { fields: schema.fields, rows };
}

async function getJson<T>(url: string): Promise<T> {
  const response = await fetch(url, { signal: AbortSignal.timeout(30_000) });
  if (!response.ok) throw new Error(`GET ${new URL(url).pathname} answered ${response.status}`);
  return (await response.json()) as T;
}
