import { constants } from "node:os";

import type { Environment } from "./connection.ts";
import { openLineReader, type LineReader } from "./line-reader.ts";
import { openStatusLine, type StatusLine } from "./status-line.ts";
import { toVisible } from "./visible.ts";

/** Output format: `text` is for people, `json` for programs. */
export type OutputFormat = "text" | "json";

/** A command's input and output. */
export interface Terminal extends Disposable {
  readonly environment: Environment;
  readonly isJson: boolean;
  /** The terminal's width; undefined where there is none. */
  readonly columns: number | undefined;
  print(line: string): void;
  /** Prints an answer: on one line as JSON, or as lines for people. */
  show(answer: unknown, lines: readonly string[]): void;
  /** Shows a line that the next one replaces; undefined removes it. Only on a terminal. */
  showStatus(line: string | undefined): void;
  /** Reads a line from the user or a pipe; a hidden one is not shown. Failure: the input has ended. */
  ask(question: string, options?: { readonly isHidden?: boolean }): Promise<string>;
}

const usualColumns = 80;

/** The process's own streams. Default format: text on a terminal, else JSON. */
export function openTerminal(environment: Environment, format?: OutputFormat): Terminal {
  const { stdin, stdout, stderr } = process;
  const isJson = format === undefined ? !stdout.isTTY : format === "json";
  // Only if lines and status are visible together.
  const status: StatusLine | undefined = !isJson && stdout.isTTY && stderr.isTTY ? openStatusLine(stderr) : undefined;
  let lines: LineReader | undefined;
  // Ctrl-C ends the watching, not the run; the shell's next prompt must start on a new line.
  const endInterrupted = () => {
    status?.hide();
    process.exit(128 + constants.signals.SIGINT);
  };
  process.once("SIGINT", endInterrupted);
  stdout.on("error", endWithPipe);
  const print = (line: string) => {
    status?.hide();
    stdout.write(`${toVisible(line)}\n`);
  };
  return {
    environment,
    isJson,
    get columns() {
      // Some terminals do not report a width.
      return stdout.isTTY ? stdout.columns || usualColumns : undefined;
    },
    print,
    show(answer, texts) {
      for (const line of isJson ? [JSON.stringify(answer)] : texts) print(line);
    },
    showStatus: (line) => status?.show(line && toVisible(line)),
    ask(question, { isHidden = false } = {}) {
      lines ??= openLineReader(stdin, stderr);
      return lines.ask(question, isHidden);
    },
    [Symbol.dispose]() {
      status?.hide();
      lines?.[Symbol.dispose]();
      process.off("SIGINT", endInterrupted);
      stdout.off("error", endWithPipe);
    },
  };
}

/** `datamantri logs RUN | head` closes the pipe: exits like a program that SIGPIPE kills. */
function endWithPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(128 + constants.signals.SIGPIPE);
}
