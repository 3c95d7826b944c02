import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";

import type { Environment } from "./connection.ts";

/** What a command has of the world. */
export interface Terminal {
  readonly environment: Environment;
  print(line: string): void;
  /** A line that somebody types; a hidden one is not shown. */
  ask(question: string, options?: { readonly isHidden?: boolean }): Promise<string>;
}

export function openTerminal(environment: Environment): Terminal {
  return {
    environment,
    print: (line) => void process.stdout.write(`${line}\n`),
    async ask(question, { isHidden = false } = {}) {
      process.stderr.write(question);
      // readline echoes what is typed: for a hidden line, nowhere.
      const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
      const output = isHidden ? nowhere : process.stderr;
      const lines = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY });
      try {
        return (await lines.question("")).trim();
      } finally {
        lines.close();
        if (isHidden) process.stderr.write("\n");
      }
    },
  };
}
