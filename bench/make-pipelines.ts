import { warehouseOf, type ApiClient, type StackAccess } from "@datamantri/local-stack";

const madeAtOnce = 8;

export interface ManyPipelines {
  /** Of the first: `<name>_0`. */
  readonly name: string;
  readonly count: number;
  readonly schedule?: string;
}

/** Pipelines of a small table, each with a target of its own. @returns their ids. */
export async function makePipelines(
  api: ApiClient,
  access: StackAccess,
  { name, count, schedule }: ManyPipelines,
): Promise<readonly string[]> {
  const source = {
    project: "sandbox",
    dataset: "weather",
    table: "seattle_weather",
    api_endpoint: access.bigquery,
  };
  const destination = warehouseOf(access);
  const ids: string[] = [];
  let next = 0;
  const maker = async (): Promise<void> => {
    while (next < count) {
      const own = `${name}_${next++}`;
      const { id } = await api.post<{ readonly id: string }>("/api/v1/pipelines", {
        name: own,
        source_config: source,
        destination_config: { ...destination, table: own },
        ...(schedule === undefined ? {} : { schedule }),
      });
      ids.push(id);
    }
  };
  await Promise.all(Array.from({ length: madeAtOnce }, maker));
  return ids;
}
