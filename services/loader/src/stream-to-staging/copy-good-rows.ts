/**
 * Finds the rows that cannot be copied, by bisection: a failing range is halved until single rows are left. One bad row
 * among n costs about 2 log n tries of ever fewer rows; rows are never tried one by one.
 *
 * @param tryCopy copies the rows `from` up to, not including, `to`: all of them, returning undefined, or none,
 *   returning the error.
 * @param refuse gets each bad row, in order; it may throw to end the search.
 */
export async function copyGoodRows<E>(
  rowCount: number,
  tryCopy: (from: number, to: number) => Promise<E | undefined>,
  refuse: (row: number, error: E) => void,
): Promise<void> {
  /** @returns true if all of them were good. */
  const copyPart = async (from: number, to: number, isKnownBad: boolean): Promise<boolean> => {
    const isSingle = to - from === 1;
    if (isSingle || !isKnownBad) {
      const error = await tryCopy(from, to);
      if (error === undefined) return true;
      if (isSingle) refuse(from, error);
      if (isSingle) return false;
    }
    const middle = Math.floor((from + to) / 2);
    const isLeftGood = await copyPart(from, middle, false);
    await copyPart(middle, to, isLeftGood);
    return false;
  };
  if (rowCount > 0) await copyPart(0, rowCount, true);
}
