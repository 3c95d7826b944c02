import { dataOf, type Client, type components } from "@datamantri/client";

import { Failure } from "./failure.ts";

export type Pipeline = components["schemas"]["Pipeline"];

/** The API's maximum for one page. */
const pageLimit = 1_000;

/** Every pipeline, newest first, however many there are. */
export async function allPipelines(client: Client): Promise<Pipeline[]> {
  const all: Pipeline[] = [];
  let cursor: string | undefined;
  do {
    const query = { limit: pageLimit, ...(cursor === undefined ? {} : { cursor }) };
    const call = client.GET("/api/v1/pipelines", { params: { query } });
    all.push(...(await dataOf(call)));
    cursor = nextCursor((await call).response);
  } while (cursor !== undefined);
  return all;
}

/** @throws Failure when no pipeline has the name. */
export async function pipelineNamed(client: Client, name: string): Promise<Pipeline> {
  const { data, response, error } = await client.GET("/api/v1/pipelines/by-name/{name}", {
    params: { path: { name } },
  });
  if (data) return data;
  if (response.status === 404) throw new Failure(`no pipeline is named "${name}"`);
  return dataOf(Promise.resolve({ error, response }));
}

function nextCursor(response: Response): string | undefined {
  const address = /<([^>]+)>; rel="next"/.exec(response.headers.get("link") ?? "")?.[1];
  return address === undefined ? undefined : (new URL(address, response.url).searchParams.get("cursor") ?? undefined);
}
