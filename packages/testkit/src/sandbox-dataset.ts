import { randomUUID } from "node:crypto";

/** A column as the REST API takes it; `type` alone stands for a NULLABLE one. */
export type ColumnOfTable =
  | string
  | { readonly type: string; readonly mode?: string; readonly [property: string]: unknown };

/** A table to make. */
export interface TableOptions {
  readonly name: string;
  /** Columns by name: `{ id: "INT64", tags: { type: "STRING", mode: "REPEATED" } }` */
  readonly schema: Readonly<Record<string, ColumnOfTable>>;
  /** As tabledata.insertAll takes them: integers beyond 2^53, NUMERIC and times as text, BYTES in Base64. */
  readonly rows?: readonly object[];
  /** Other properties of the Table resource: timePartitioning, clustering, ... */
  readonly properties?: object;
}

/** A table as `source_config` names it. */
export type SourceTable = Readonly<Record<"project" | "dataset" | "table", string>>;

/** A dataset of one test in a BigQuery sandbox; disposing it deletes its tables too. */
export class SandboxDataset implements AsyncDisposable {
  readonly project = "sandbox";
  readonly dataset: string;
  readonly #url: string;

  private constructor(url: string, dataset: string) {
    this.#url = `${url}/bigquery/v2/projects/${this.project}`;
    this.dataset = dataset;
  }

  /** @param url of the sandbox: `access.bigquery` of a stack, `url` of a sandbox */
  static async create(url: string, location = "US"): Promise<SandboxDataset> {
    const made = new SandboxDataset(url, `test_${randomUUID().replaceAll("-", "")}`);
    await made.#send("POST", "/datasets", { datasetReference: { datasetId: made.dataset }, location });
    return made;
  }

  /** Makes a table with these rows, ready to be a pipeline's source. */
  async createTable({ name, schema, rows = [], properties }: TableOptions): Promise<SourceTable> {
    const fields = Object.entries(schema).map(([name, column]) => {
      return { name, ...(typeof column === "string" ? { type: column } : column) };
    });
    const tableReference = { tableId: name };
    await this.#send("POST", `/datasets/${this.dataset}/tables`, { tableReference, schema: { fields }, ...properties });
    await this.insert(name, rows);
    return { project: this.project, dataset: this.dataset, table: name };
  }

  /** Adds rows to a table. */
  async insert(table: string, rows: readonly object[]): Promise<void> {
    if (rows.length === 0) return;
    const path = `/datasets/${this.dataset}/tables/${table}/insertAll`;
    const { insertErrors } = await this.#send("POST", path, { rows: rows.map((json) => ({ json })) });
    if (insertErrors !== undefined) throw new Error(`The sandbox refused rows: ${JSON.stringify(insertErrors)}`);
  }

  /** Runs a statement; tables without a dataset are in this one. */
  async query(sql: string): Promise<Record<string, unknown>> {
    const defaultDataset = { projectId: this.project, datasetId: this.dataset };
    return this.#send("POST", "/queries", { query: sql, useLegacySql: false, defaultDataset });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#send("DELETE", `/datasets/${this.dataset}?deleteContents=true`);
  }

  async #send(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: { "content-type": "application/json" },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return text === "" ? {} : (JSON.parse(text) as Record<string, unknown>);
  }
}
