/** The one clock of a world, also of its databases. It stands still until it is moved. */
import { vi } from "vitest";

/** Between two due times of the pipelines. */
export const beginning = Date.UTC(2026, 0, 1, 0, 2, 0);

export class Clock implements Disposable {
  constructor() {
    vi.useFakeTimers({ now: beginning, toFake: ["Date"] });
  }

  set(ms: number): void {
    vi.setSystemTime(ms);
  }

  advance(ms: number): void {
    vi.setSystemTime(Date.now() + ms);
  }

  [Symbol.dispose](): void {
    vi.useRealTimers();
  }
}
