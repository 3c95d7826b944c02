/**
 * Shares one call among concurrent callers, and caches its result for a while. A failure is not cached.
 *
 * @param forMs counted from the answer.
 * @param share of all time that calls may take, so that slow reads happen less often.
 */
export function remember<T>(forMs: number, ask: () => Promise<T>, share = 1): () => Promise<T> {
  let answer: Promise<T> | undefined;
  let untilMs = 0;
  const refresh = async (): Promise<T> => {
    const askedMs = performance.now();
    untilMs = Number.POSITIVE_INFINITY;
    try {
      const value = await ask();
      const answeredMs = performance.now();
      untilMs = answeredMs + Math.max(forMs, (answeredMs - askedMs) * (1 / share - 1));
      return value;
    } catch (error) {
      untilMs = 0;
      throw error;
    }
  };
  return () => {
    if (answer === undefined || performance.now() >= untilMs) answer = refresh();
    return answer;
  };
}
