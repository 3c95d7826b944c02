/**
 * Asks once for all who want to know at the same time, and not again for a while. A failure is not remembered.
 *
 * @param forMs counted from the answer.
 * @param share of all time that asking may take at most, so that what became slow is asked for less often.
 */
export function remember<T>(forMs: number, ask: () => Promise<T>, share = 1): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let untilMs = 0;
  return () => {
    const nowMs = performance.now();
    if (answer !== undefined && nowMs < untilMs) return answer;
    untilMs = Number.POSITIVE_INFINITY;
    const asked = ask();
    answer = asked;
    asked.then(
      () => {
        const answeredMs = performance.now();
        untilMs = answeredMs + Math.max(forMs, (answeredMs - nowMs) * (1 / share - 1));
      },
      () => (untilMs = 0),
    );
    return asked;
  };
}
