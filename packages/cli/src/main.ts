#!/usr/bin/env node
import { parseArgs } from "node:util";

import { ApiError } from "@datamantri/client";

import { apply } from "./commands/apply.ts";
import { exportPipelines } from "./commands/export.ts";
import { history } from "./commands/history.ts";
import { login } from "./commands/login.ts";
import { cancel, logs, retry, run, runs, undo } from "./commands/runs.ts";
import { Failure } from "./failure.ts";
import { openTerminal, type OutputFormat, type Terminal } from "./terminal.ts";
import { usage, version } from "./usage.ts";
import { toVisible } from "./visible.ts";

/** sysexits.h */
const exitUsage = 64;

/** Of diff, when something would change. `terraform plan -detailed-exitcode` uses 2 as well. */
const exitChanges = 2;

/** Resolves with the exit code. */
type Command = (terminal: Terminal, names: readonly string[], flags: Flags) => Promise<number>;

type Flags = ReturnType<typeof readArguments>["values"];

const done = async (work: Promise<unknown>): Promise<0> => {
  await work;
  return 0;
};

/** Exit code for a run that was followed. */
const ended = async (succeeds: Promise<boolean>): Promise<number> => ((await succeeds) ? 0 : 1);

/** Each command with its minimum and maximum number of names. */
const commands: Readonly<Record<string, { readonly names: readonly [number, number]; readonly command: Command }>> = {
  login: { names: [0, 0], command: (terminal) => done(login(terminal)) },
  apply: {
    names: [1, 1],
    command: (terminal, [folder], { "dry-run": isDryRun = false, prune: isPruned = false }) =>
      done(apply(terminal, folder!, { isDryRun, isPruned })),
  },
  diff: {
    names: [1, 1],
    command: async (terminal, [folder], { prune: isPruned = false }) =>
      (await apply(terminal, folder!, { isDryRun: true, isPruned })) === 0 ? 0 : exitChanges,
  },
  export: { names: [0, 1], command: (terminal, [name], { to }) => done(exportPipelines(terminal, name, to)) },
  history: { names: [1, 1], command: (terminal, [name]) => done(history(terminal, name!)) },
  run: { names: [1, 1], command: (terminal, [name], { follow }) => ended(run(terminal, name!, follow === true)) },
  runs: { names: [0, 1], command: (terminal, [name]) => done(runs(terminal, name)) },
  logs: { names: [1, 1], command: (terminal, [id], { follow }) => done(logs(terminal, id!, follow === true)) },
  retry: {
    names: [1, 1],
    command: (terminal, [id], { follow, "from-failure": isResumed, "from-destination": isAccepted }) => {
      if (isResumed && isAccepted) throw new Failure("name --from-failure or --from-destination, not both");
      const from = isResumed ? "failure" : isAccepted ? "destination" : "start";
      return ended(retry(terminal, id!, { from, isFollowed: follow === true }));
    },
  },
  undo: { names: [1, 1], command: (terminal, [id], { follow }) => ended(undo(terminal, id!, follow === true)) },
  cancel: { names: [1, 1], command: (terminal, [id]) => done(cancel(terminal, id!)) },
};

process.exitCode = await main(process.argv.slice(2));

async function main(args: string[]): Promise<number> {
  try {
    const { values, positionals } = readArguments(args);
    if (values.help === true) return say(usage);
    if (values.version === true) return say(version);
    const [name = "", ...names] = positionals;
    const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!found || names.length < found.names[0] || names.length > found.names[1]) return fail(usage, exitUsage);
    const { output } = values;
    if (!isFormat(output)) return fail(`--output is text or json, not "${output}"\n\n${usage}`, exitUsage);
    using terminal = openTerminal(process.env, output);
    return await found.command(terminal, names, values);
  } catch (error) {
    if (error instanceof Failure || error instanceof ApiError) return fail(error.message, 1);
    const { code } = error as NodeJS.ErrnoException;
    if (code?.startsWith("ERR_PARSE_ARGS")) return fail(`${(error as Error).message}\n\n${usage}`, exitUsage);
    // Thrown by fetch when the connection fails.
    if (error instanceof TypeError && error.cause instanceof Error) {
      return fail(`Could not connect to the API: ${error.cause.message}`, 1);
    }
    throw error;
  }
}

function readArguments(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      "dry-run": { type: "boolean" },
      follow: { type: "boolean" },
      "from-failure": { type: "boolean" },
      "from-destination": { type: "boolean" },
      help: { type: "boolean", short: "h" },
      output: { type: "string" },
      prune: { type: "boolean" },
      to: { type: "string" },
      version: { type: "boolean" },
    },
  });
}

function isFormat(text: string | undefined): text is OutputFormat | undefined {
  return text === undefined || text === "text" || text === "json";
}

function say(text: string): number {
  process.stdout.write(`${text}\n`);
  return 0;
}

function fail(message: string, exitCode: number): number {
  process.stderr.write(`${toVisible(message)}\n`);
  return exitCode;
}
