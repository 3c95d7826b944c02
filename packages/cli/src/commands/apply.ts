import { dataOf, type components } from "@datamantri/client";

import { connect } from "../connection.ts";
import { readPipelineFiles } from "../pipeline-files.ts";
import { describeChange } from "../describe-change.ts";
import type { Terminal } from "../terminal.ts";

type Applied = components["schemas"]["AppliedPipeline"];

/**
 * Makes the pipelines be like the files of a folder; with `isDryRun` only tells what would change. What is not in the
 * folder stays.
 *
 * @returns how many are, or would be, different.
 */
export async function apply(terminal: Terminal, folder: string, isDryRun: boolean): Promise<number> {
  const files = await readPipelineFiles(folder, terminal.environment);
  const client = await connect(terminal.environment);
  const dry_run = isDryRun ? "true" : "false";
  const put = (body: (typeof files)[number]["body"], dry_run: "true" | "false") =>
    dataOf(
      client.PUT("/api/v1/pipelines/by-name/{name}", {
        params: { path: { name: body.name }, query: { dry_run } },
        body,
      }),
    );
  // All are checked before the first is changed.
  if (!isDryRun) for (const { body } of files) await put(body, "true");
  let count = 0;
  for (const { body } of files) {
    const applied = await put(body, dry_run);
    if (applied.action !== "unchanged") count++;
    terminal.print(describe(body.name, applied, isDryRun));
  }
  return count;
}

function describe(name: string, { action, changes }: Applied, isDryRun: boolean): string {
  const what = isDryRun && action !== "unchanged" ? `would be ${action}` : action;
  return [`${name}: ${what}`, ...changes.map(describeChange)].join("\n");
}
