/** Pipelines as YAML files: one or more in each, secrets named by environment variables. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";

import type { components } from "@datamantri/client";

import type { Environment } from "./connection.ts";
import { Failure } from "./failure.ts";

export interface PipelineFile {
  /** Location for people. */
  readonly path: string;
  /** Body for the API, which validates it. */
  readonly body: components["schemas"]["PipelineInput"];
  /** Name that the pipeline had, if the file says so. */
  readonly previousName?: string;
}

/** The write-only fields of the API's document. */
export const secretFields: ReadonlySet<string> = new Set([
  "source_config.credentials",
  "destination_config.password",
  "mapping.mask_key",
]);

/**
 * Reads every pipeline of the YAML files below a folder, in the order of their paths.
 *
 * @throws Failure that names every unreadable file, every missing variable and every name that two pipelines claim.
 */
export async function readPipelineFiles(folder: string, environment: Environment): Promise<PipelineFile[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => {
    throw new Failure(`${folder} is not a folder`);
  });
  const paths = entries.filter((path) => /\.ya?ml$/.test(path)).toSorted();
  if (paths.length === 0) throw new Failure(`${folder} has no .yaml files`);
  const problems: string[] = [];
  const files: PipelineFile[] = [];
  for (const path of paths.map((path) => join(folder, path))) {
    const read = parsePipelines(path, await readFile(path, "utf8"), environment);
    problems.push(...read.problems);
    files.push(...read.files);
  }
  for (const [index, { path, body }] of files.entries()) {
    const first = files.findIndex((file) => file.body.name === body.name);
    if (first === index) continue;
    const place = files[first]!.path === path ? "an earlier document of it" : files[first]!.path;
    problems.push(`${path}: ${place} already has a pipeline named "${body.name}"`);
  }
  for (const { path, body, previousName } of files) {
    const other = previousName === undefined ? undefined : files.find((file) => isOf(file, previousName, body.name));
    if (other) problems.push(`${path}: ${other.path} also has the previous_name "${previousName}" of "${body.name}"`);
  }
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return files;
}

/** True for another pipeline that has this name, or had it. */
function isOf({ body, previousName }: PipelineFile, name: string, renamed: string): boolean {
  return body.name !== renamed && (body.name === name || previousName === name);
}

/** Returns the pipelines of one file, and its errors. */
export function parsePipelines(
  path: string,
  text: string,
  environment: Environment,
): { readonly files: PipelineFile[]; readonly problems: string[] } {
  const problems: string[] = [];
  const files: PipelineFile[] = [];
  for (const document of parseAllDocuments(text)) {
    const missing = new Set<string>();
    if ("errors" in document) problems.push(...document.errors.map(({ message }) => `${path}: ${message}`));
    if (!("errors" in document) || document.errors.length > 0) continue;
    const content: unknown = document.toJS();
    // After a last ---, for example.
    if (content === null) continue;
    const filled = fillInSecrets(content, environment, missing) as PipelineFile["body"] & { previous_name?: unknown };
    const { previous_name: previousName, ...body } = filled;
    if (typeof body.name !== "string") problems.push(`${path}: a pipeline needs a name`);
    else if (previousName === undefined) files.push({ path, body });
    else if (typeof previousName === "string" && previousName !== body.name) files.push({ path, body, previousName });
    else problems.push(`${path}: previous_name of "${body.name}" must be another name`);
    problems.push(...[...missing].map((name) => `${path}: the environment variable ${name} is not set`));
  }
  return { files, problems };
}

/** `${NAME}` in a secret becomes the variable's value; `$${NAME}` there becomes `${NAME}`. */
function fillIn(value: unknown, environment: Environment, missing: Set<string>): unknown {
  if (typeof value === "string") {
    return value.replaceAll(/\$(\$?)\{([A-Za-z_][A-Za-z0-9_]*)\}/g, (text, escape: string, name: string) => {
      if (escape !== "") return text.slice(1);
      const found = environment[name];
      if (found === undefined) missing.add(name);
      return found ?? "";
    });
  }
  return mapValues(value, (item) => fillIn(item, environment, missing));
}

/**
 * Any other text stays unchanged. Files come from people who may change pipelines, and are applied where the
 * environment has secrets that those people may not read.
 */
function fillInSecrets(value: unknown, environment: Environment, missing: Set<string>, path: string = ""): unknown {
  if (secretFields.has(path)) return fillIn(value, environment, missing);
  return mapValues(value, (item, key) =>
    fillInSecrets(item, environment, missing, path === "" ? key : `${path}.${key}`),
  );
}

function mapValues(value: unknown, toValue: (item: unknown, key: string) => unknown): unknown {
  if (Array.isArray(value)) return value.map((item, index) => toValue(item, String(index)));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, toValue(item, key)]));
}
