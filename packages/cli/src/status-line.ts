/** A line below the others that is written again and again in the same place. */
import type { WriteStream } from "node:tty";

/** Ten times a second: more is invisible and slows a slow connection down. */
const redrawMs = 100;

const eraseLine = "\r\x1b[K";

export interface StatusLine {
  /** Takes the place of what is shown; too soon after that, it is left out. Undefined takes it away. */
  show(line: string | undefined): void;
  /** Makes room for another line, until the next `show`. */
  hide(): void;
}

export function openStatusLine(output: WriteStream): StatusLine {
  let isShown = false;
  let drawnAt = -Infinity;
  const hide = () => {
    if (isShown) output.write(eraseLine);
    isShown = false;
  };
  return {
    show(line) {
      if (line === undefined) return hide();
      if (performance.now() - drawnAt < redrawMs) return;
      output.write(`${eraseLine}${line}`);
      isShown = true;
      drawnAt = performance.now();
    },
    hide,
  };
}
