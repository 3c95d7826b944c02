import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** A program with its arguments and folder. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
}

/** True if this program runs. */
export function runs(program: string, ...args: readonly string[]): boolean {
  return spawnSync(program, args, { stdio: "ignore" }).status === 0;
}

/** Runs a program to its end. @throws Error with the end of its output */
export function runToEnd({ program, args, cwd }: Command): void {
  const result = spawnSync(program, args, { cwd, encoding: "utf8" });
  if (result.status === 0) return;
  const output = `${result.stdout ?? ""}${result.stderr ?? ""}${result.error ? String(result.error) : ""}`;
  throw new Error(`${program} ${args.join(" ")}: ${output.trim().split("\n").slice(-12).join("\n")}`);
}

/** Clients retry some failures for ten minutes or without end. The slowest client takes half a minute. */
const maxRunMs = 5 * 60_000;

/** Runs a program that reports in lines of JSON; other lines are its own. */
export async function runLines(
  { program, args, cwd }: Command,
  env: NodeJS.ProcessEnv,
  onLine: (line: string) => void,
): Promise<{ readonly code: number | null; readonly error: string }> {
  const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: maxRunMs });
  const exited = once(child, "close") as Promise<[number | null, string | null]>;
  const errors: string[] = [];
  createInterface({ input: child.stderr }).on("line", (line) => errors.push(line));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith("{")) onLine(line);
    else errors.push(line);
  }
  const [code, signal] = await exited;
  if (signal !== null) errors.push(`ended by ${signal}, after ${maxRunMs / 60_000} minutes at most`);
  return { code, error: errors.slice(-20).join("\n") };
}
