/**
 * Asks once for all who want to know at the same time, and not again for a while. A failure is not remembered.
 *
 * @param forMs counted from the answer.
 */
export function remember<T>(forMs: number, ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let untilMs = 0;
  return () => {
    if (answer !== undefined && performance.now() < untilMs) return answer;
    untilMs = Number.POSITIVE_INFINITY;
    const asked = ask();
    answer = asked;
    asked.then(
      () => (untilMs = performance.now() + forMs),
      () => (untilMs = 0),
    );
    return asked;
  };
}
