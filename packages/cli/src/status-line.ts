/** A line below the others that is redrawn in place. */
import type { WriteStream } from "node:tty";

/** Ten times a second: more is invisible and slows a slow connection down. */
const redrawMs = 100;

const eraseLine = "\r\x1b[K";

export interface StatusLine {
  /** Replaces the current line; ignored too soon after the last redraw. Undefined removes it. */
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
