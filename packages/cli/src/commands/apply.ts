import { ApiError, dataOf, type Client, type components } from "@datamantri/client";

import { connect } from "../connection.ts";
import type { PipelineFile } from "../pipeline-files.ts";
import { describeChange } from "../describe-change.ts";
import { Failure } from "../failure.ts";
import { allPipelines } from "../lists.ts";
import type { Terminal } from "../terminal.ts";

type Applied = components["schemas"]["AppliedPipeline"];

/** The result for one pipeline. */
interface Outcome extends Pick<Applied, "changes"> {
  readonly action: Applied["action"] | "deleted";
  /** Null for one that no file has. */
  readonly file: string | null;
  readonly name: string;
}

export interface ApplyOptions {
  /** Only shows what would change. */
  readonly isDryRun: boolean;
  /** Deletes pipelines that no file has. */
  readonly isPruned: boolean;
}

/**
 * Creates and updates pipelines from the files of a folder. Other pipelines stay, unless they are pruned, after all files
 * were applied.
 *
 * Failure: the first one stops. All are validated before the first is changed, so usually nothing has changed then.
 * Already applied ones are shown, and a second call applies the rest.
 *
 * @returns the number of pipelines that have changed, or would change.
 */
export async function apply(terminal: Terminal, folder: string, { isDryRun, isPruned }: ApplyOptions): Promise<number> {
  // Loaded on use: the YAML parser has as many modules as all other commands together.
  const { readPipelineFiles } = await import("../pipeline-files.ts");
  const files = await readPipelineFiles(folder, terminal.environment);
  const client = await connect(terminal.environment);
  if (!isDryRun) for (const file of files) await put(client, file, true, "Nothing was changed.");
  const outcomes: Outcome[] = [];
  const tell = (outcome: Outcome): void => {
    outcomes.push(outcome);
    if (!terminal.isJson) terminal.print(describe(outcome, isDryRun));
  };
  try {
    for (const file of files) tell(await put(client, file, isDryRun, whatStands(outcomes, isDryRun)));
    // A dry run has renamed nothing.
    const kept = new Set(files.flatMap(({ body, previousName = body.name }) => [body.name, previousName]));
    const others = isPruned ? (await allPipelines(client)).filter(({ name }) => !kept.has(name)) : [];
    for (const { id, name, version } of others) {
      if (!isDryRun) await remove(client, id, version);
      tell({ file: null, name, action: "deleted", changes: [] });
    }
  } finally {
    // JSON output is one list, also when it ends early.
    if (terminal.isJson) terminal.show(outcomes, []);
  }
  return outcomes.filter(({ action }) => action !== "unchanged").length;
}

/** As it was listed: a pipeline that somebody changes meanwhile stays. */
async function remove(client: Client, id: string, version: number): Promise<void> {
  const params = { path: { id }, header: { "If-Match": `"${version}"` } };
  await dataOf(client.DELETE("/api/v1/pipelines/{id}", { params }));
}

/** @throws Failure that names the file and its pipeline, and ends with `standing`. */
async function put(client: Client, { path, body, previousName }: PipelineFile, isDryRun: boolean, standing: string) {
  const { name } = body;
  const renaming = previousName === undefined ? {} : { previous_name: previousName };
  const query = { dry_run: isDryRun ? ("true" as const) : ("false" as const), ...renaming };
  const params = { path: { name }, query };
  try {
    const { action, changes } = await dataOf(client.PUT("/api/v1/pipelines/by-name/{name}", { params, body }));
    return { file: path, name, action, changes };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    throw new Failure(`${path}: pipeline "${name}": ${error.message}\n${standing}`, { cause: error });
  }
}

function whatStands(outcomes: readonly Outcome[], isDryRun: boolean): string {
  if (isDryRun) return "Later pipelines were not compared.";
  const names = outcomes.filter(({ action }) => action !== "unchanged").map(({ name }) => name);
  return `Changed before: ${names.join(", ") || "none"}. Later pipelines were not applied.`;
}

function describe({ name, action, changes }: Outcome, isDryRun: boolean): string {
  const what = isDryRun && action !== "unchanged" ? `would be ${action}` : action;
  return [`${name}: ${what}`, ...changes.map(describeChange)].join("\n");
}
