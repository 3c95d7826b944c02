/** Settings as data: declared once, parsed once, all problems reported together. */
import { readFileSync } from "node:fs";

import { PipelineError } from "./errors.ts";
import { Secret } from "./secret.ts";

interface Setting<T> {
  /** Description with unit, for docs/configuration.md. */
  readonly description: string;
  /** Used when the setting is absent; a setting without default is required. */
  readonly default?: T;
  /** A second name that is read if the first is not set, because other programs know the setting by it. */
  readonly alias?: string;
  /** The allowed values. Default: any. */
  readonly oneOf?: readonly T[];
}

interface Kinds {
  text: string;
  integer: number;
  /** May have decimals. */
  decimal: number;
  secret: Secret;
}

export type SettingSpec = { [Kind in keyof Kinds]: Setting<Kinds[Kind]> & { readonly kind: Kind } }[keyof Kinds];

/** The settings' values by their names. */
export type Parsed<Spec extends Record<string, SettingSpec>> = {
  readonly [Name in keyof Spec]: Kinds[Spec[Name]["kind"]];
};

/** Settings that every service has. */
export const commonSettings = {
  NATS_URL: {
    kind: "secret",
    description:
      "URL of NATS with user and password: nats://user:password@host:4222, or tls:// to refuse a server without TLS",
  },
  LOG_LEVEL: {
    kind: "text",
    default: "info",
    oneOf: ["debug", "info", "warn", "error"],
    description: "debug, info, warn or error",
  },
  STALLED_SECONDS: {
    kind: "integer",
    default: 300,
    description: "Time without any progress after which work is given to another process",
  },
  HEALTH_PORT: {
    kind: "integer",
    default: 0,
    description: "Port of GET /live (the process runs) and /ready (what it needs answers); 0: off",
  },
  HEALTH_HOST: { kind: "text", default: "127.0.0.1", description: "Address on which health is served" },
} as const satisfies Record<string, SettingSpec>;

/**
 * Reads the settings from the environment. `NAME_FILE` names a file that holds the value of NAME (for secrets that
 * an orchestrator mounts).
 *
 * @throws PipelineError `config_invalid` that lists every problem.
 */
export function readConfig<const Spec extends Record<string, SettingSpec>>(
  spec: Spec,
  environment: NodeJS.ProcessEnv,
): Parsed<Spec> {
  const problems: string[] = [];
  const values: Record<string, unknown> = {};
  for (const [name, setting] of Object.entries(spec)) {
    try {
      values[name] = readSetting(name, setting, environment);
    } catch (error) {
      problems.push((error as Error).message);
    }
  }
  if (problems.length > 0) throw new PipelineError("config_invalid", problems.join("; "));
  return values as Parsed<Spec>;
}

function readSetting(name: string, setting: SettingSpec, environment: NodeJS.ProcessEnv): unknown {
  const { alias } = setting;
  const text = readText(name, environment) ?? (alias === undefined ? undefined : readText(alias, environment));
  if (text === undefined) {
    if (setting.default === undefined) throw new Error(`${name} is missing (${setting.description})`);
    return setting.default;
  }
  switch (setting.kind) {
    case "text":
      if (setting.oneOf?.includes(text) === false)
        throw new Error(`${name} must be one of ${setting.oneOf.join(", ")}`);
      return text;
    case "secret":
      return new Secret(text);
    case "integer":
      if (!/^\d{1,15}$/.test(text)) throw new Error(`${name} must be a whole number (${setting.description})`);
      return Number(text);
    case "decimal":
      if (!/^\d{1,9}(\.\d{1,9})?$/.test(text)) throw new Error(`${name} must be a number (${setting.description})`);
      return Number(text);
  }
  return setting satisfies never;
}

function readText(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const direct = environment[name];
  if (direct !== undefined && direct !== "") return direct;
  const path = environment[`${name}_FILE`];
  if (path === undefined || path === "") return undefined;
  let text: string;
  try {
    text = readFileSync(path, "utf8").trim();
  } catch (error) {
    throw new Error(`${name}_FILE: cannot read ${path} (${(error as NodeJS.ErrnoException).code})`, { cause: error });
  }
  if (text === "") throw new Error(`${name}_FILE: ${path} is empty`);
  return text;
}
