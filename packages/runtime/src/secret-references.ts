/**
 * Secrets that are stored elsewhere: instead of the secret, `file:name` or `env:NAME` names where a worker finds it.
 */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { PipelineError } from "./errors.ts";

/** Prefix of the variables that may be named; a worker's own settings have other names. */
const environmentPrefix = "DATAMANTRI_SECRET_";

/** No separator and no leading dot: never outside the directory. */
const fileName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;
const variableName = /^[A-Z0-9_]{1,128}$/;

export interface SecretLocations {
  /** Directory of `file:` references; empty: none. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** True if the text is a reference instead of a secret. */
function isSecretReference(text: string): boolean {
  return /^(?:file|env):/.test(text);
}

/**
 * Returns the secret. A reference is read each time, so that a changed file applies at once.
 *
 * @param text a secret or a reference to one; null for none.
 * @throws PipelineError `secret_reference_invalid`, with the reference and never its content.
 */
export async function resolveSecret(text: string | null, locations: SecretLocations): Promise<string | null> {
  if (text === null || !isSecretReference(text)) return text;
  const name = text.slice(text.indexOf(":") + 1);
  const value = text.startsWith("env:") ? readVariable(name, locations) : await readSecretFile(name, locations);
  if (value === undefined || value === "") {
    throw new PipelineError("secret_reference_invalid", `the worker has no secret "${text}"`);
  }
  return value;
}

function readVariable(name: string, { environment }: SecretLocations): string | undefined {
  return variableName.test(name) ? environment[environmentPrefix + name] : undefined;
}

async function readSecretFile(name: string, { directory }: SecretLocations): Promise<string | undefined> {
  if (directory === "" || !fileName.test(name)) return undefined;
  try {
    // Editors end a file with a line break, which is not part of the secret.
    return (await readFile(join(directory, name), "utf8")).replace(/\r?\n$/, "");
  } catch {
    return undefined;
  }
}
