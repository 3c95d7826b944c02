import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { dataOf, type Client } from "@datamantri/client";

import { connect } from "../connection.ts";
import { allPipelines, pipelineNamed, type Pipeline } from "../lists.ts";
import type { Terminal } from "../terminal.ts";

/** Writes pipelines as files, all of them or the named one; without a folder to the output, always as YAML. */
export async function exportPipelines(terminal: Terminal, name?: string, folder?: string): Promise<void> {
  const client = await connect(terminal.environment);
  const pipelines = name === undefined ? await allPipelines(client) : [await pipelineNamed(client, name)];
  if (folder === undefined) {
    for (const [i, pipeline] of pipelines.entries()) {
      if (i > 0) terminal.print("---");
      terminal.print((await fileOf(client, pipeline)).trimEnd());
    }
    return;
  }
  await mkdir(folder, { recursive: true });
  const paths: string[] = [];
  for (const pipeline of pipelines) {
    const path = join(folder, `${fileName(pipeline)}.yaml`);
    await writeFile(path, await fileOf(client, pipeline));
    paths.push(path);
  }
  terminal.show(paths, paths);
}

async function fileOf(client: Client, { id }: Pipeline): Promise<string> {
  return dataOf(client.GET("/api/v1/pipelines/{id}/yaml", { params: { path: { id } }, parseAs: "text" }));
}

/** File name of a pipeline: unique and valid on every file system. */
function fileName({ id, name }: Pipeline): string {
  const safe = name.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-").replace(/^[.-]+/, "");
  return safe === name ? name : `${safe || "pipeline"}-${id.slice(0, 8)}`;
}
