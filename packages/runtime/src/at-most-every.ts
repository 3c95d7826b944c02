/** Limits how often a loop says what it waits for: at once, then every `everyMs`. */
export function atMostEvery<Args extends readonly unknown[]>(
  everyMs: number,
  say: (...args: Args) => void,
): (...args: Args) => void {
  let saidAt = Number.NEGATIVE_INFINITY;
  return (...args) => {
    if (performance.now() - saidAt < everyMs) return;
    saidAt = performance.now();
    say(...args);
  };
}
