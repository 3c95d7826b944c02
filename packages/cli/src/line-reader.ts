import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";

import { Failure } from "./failure.ts";

export interface LineReader extends Disposable {
  /** @throws Failure when the input has ended before a line came. */
  ask(question: string, isHidden: boolean): Promise<string>;
}

/**
 * Reads lines from a terminal or a pipe. One reader for all: a pipe sends several lines at once, and a second reader
 * would not get those that the first has buffered.
 */
export function openLineReader(input: ReadStream, output: WriteStream): LineReader {
  let isMuted = false;
  // On a terminal readline echoes the input: for a hidden line it must not.
  const echo = new Writable({
    write(chunk: Buffer, _encoding, done) {
      if (!isMuted) output.write(chunk);
      done();
    },
  });
  const isTyped = input.isTTY;
  const reader = createInterface({ input, output: echo, terminal: isTyped, historySize: 0 });
  const lines = reader[Symbol.asyncIterator]();
  return {
    async ask(question, isHidden) {
      // A pipe needs no questions.
      if (isTyped) {
        reader.setPrompt(question);
        reader.prompt();
      }
      isMuted = isHidden;
      const line = await lines.next();
      isMuted = false;
      if (isHidden && isTyped) output.write("\n");
      if (line.done === true) throw new Failure(`Input ended before an answer to "${question.trim()}".`);
      return line.value.trim();
    },
    [Symbol.dispose]: () => reader.close(),
  };
}
