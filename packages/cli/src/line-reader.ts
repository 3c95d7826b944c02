import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import type { ReadStream, WriteStream } from "node:tty";

import { Failure } from "./failure.ts";

export interface LineReader extends Disposable {
  /** @throws Failure when the input has ended before a line came. */
  ask(question: string, isHidden: boolean): Promise<string>;
}

/**
 * Lines that are typed, or that a pipe brings. One reader for all of them: a pipe brings several at once, and what a
 * reader has taken no later one gets.
 */
export function openLineReader(input: ReadStream, output: WriteStream): LineReader {
  let isMuted = false;
  // On a terminal readline echoes what is typed: for a hidden line, nowhere.
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
