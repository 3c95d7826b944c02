import { warehouseOf, type ApiClient, type StackAccess } from "@datamantri/local-stack";

export interface PipelineOptions {
  /** Name of both the pipeline and its target. */
  readonly name: string;
  /** Fields of source_config beside project and address. */
  readonly source: Readonly<Record<string, unknown>>;
  readonly mode: string;
  /** Fields of destination_config beside server and table. */
  readonly destination?: Readonly<Record<string, unknown>>;
  /** Fields of the pipeline. */
  readonly more?: Readonly<Record<string, unknown>>;
}

/** Makes a pipeline from the sandbox into the warehouse. @returns its id. */
export async function makePipeline(
  api: ApiClient,
  access: StackAccess,
  { name, source, mode, destination, more }: PipelineOptions,
): Promise<string> {
  const { id } = await api.post<{ readonly id: string }>("/api/v1/pipelines", {
    name,
    source_config: { project: "sandbox", api_endpoint: access.bigquery, ...source },
    destination_config: { ...warehouseOf(access), table: name, ...destination },
    mode,
    ...more,
  });
  return id;
}
