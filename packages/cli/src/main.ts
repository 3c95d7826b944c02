#!/usr/bin/env node
import { parseArgs } from "node:util";

import { ApiError } from "@datamantri/client";

import { apply } from "./commands/apply.ts";
import { exportPipelines } from "./commands/export.ts";
import { history } from "./commands/history.ts";
import { login } from "./commands/login.ts";
import { cancel, logs, retry, run, runs } from "./commands/runs.ts";
import { Failure } from "./failure.ts";
import { openTerminal } from "./terminal.ts";

const usage = `usage: datamantri COMMAND

  login                     exchange a password for an API key of this machine
  apply DIR [--dry-run]     make pipelines be like the YAML files of a folder
  diff DIR                  what apply would change; exit code 1 when there is something
  export [NAME] [--to DIR]  pipelines as YAML, without secrets
  history NAME              what was changed about a pipeline, when and by whom
  run NAME [--follow]       start a run; exit code 1 when it fails
  runs [NAME]               the newest runs
  logs RUN [--follow]       a run's log
  cancel RUN                cancel a run
  retry RUN [--from-failure] [--follow]
                            repeat a run, from the start or from where it failed

DATAMANTRI_URL and DATAMANTRI_TOKEN (an API key) take the place of a login.`;

/** sysexits.h */
const exitUsage = 64;

const terminal = openTerminal(process.env);

/** Whether the command went well. */
type Command = (names: readonly string[], flags: Flags) => Promise<boolean>;

interface Flags {
  readonly "dry-run"?: boolean | undefined;
  readonly follow?: boolean | undefined;
  readonly "from-failure"?: boolean | undefined;
  readonly to?: string | undefined;
}

const done = async (work: Promise<unknown>): Promise<true> => {
  await work;
  return true;
};

/** Each with how many names it needs, and how many it takes. */
const commands: Readonly<Record<string, { readonly names: readonly [number, number]; readonly command: Command }>> = {
  login: { names: [0, 0], command: () => done(login(terminal)) },
  apply: { names: [1, 1], command: ([folder], flags) => done(apply(terminal, folder!, flags["dry-run"] === true)) },
  diff: { names: [1, 1], command: async ([folder]) => (await apply(terminal, folder!, true)) === 0 },
  export: { names: [0, 1], command: ([name], { to }) => done(exportPipelines(terminal, name, to)) },
  history: { names: [1, 1], command: ([name]) => done(history(terminal, name!)) },
  run: { names: [1, 1], command: ([name], { follow }) => run(terminal, name!, follow === true) },
  runs: { names: [0, 1], command: ([name]) => done(runs(terminal, name)) },
  logs: { names: [1, 1], command: ([id], { follow }) => done(logs(terminal, id!, follow === true)) },
  retry: {
    names: [1, 1],
    command: ([id], { follow, "from-failure": from }) =>
      retry(terminal, id!, { isResumed: from === true, isFollowed: follow === true }),
  },
  cancel: { names: [1, 1], command: ([id]) => done(cancel(terminal, id!)) },
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        "dry-run": { type: "boolean" },
        follow: { type: "boolean" },
        "from-failure": { type: "boolean" },
        to: { type: "string" },
      },
    });
    const [name = "", ...names] = positionals;
    const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!found || names.length < found.names[0] || names.length > found.names[1]) return fail(usage, exitUsage);
    return (await found.command(names, values)) ? 0 : 1;
  } catch (error) {
    if (error instanceof Failure || error instanceof ApiError) return fail(error.message, 1);
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("ERR_PARSE_ARGS")) return fail(`${(error as Error).message}\n\n${usage}`, exitUsage);
    // What fetch throws when nobody answers.
    if (error instanceof TypeError && error.cause instanceof Error) {
      return fail(`The API cannot be reached: ${error.cause.message}`, 1);
    }
    throw error;
  }
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${message}\n`);
  return exitCode;
}
