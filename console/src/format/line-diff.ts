/** What is different between two texts, line by line. */

export interface DiffLine {
  /** `skipped` stands for lines that are the same in both. */
  readonly kind: "same" | "removed" | "added" | "skipped";
  readonly text: string;
}

/** Lines shown before and after what is different. */
const contextLines = 2;

/** Beyond this many pairs of lines the different middle is shown as a whole: the table of the comparison would be too large. */
const maxPairs = 250_000;

/** Null has no lines. */
export function diffLines(before: string | null, after: string | null): readonly DiffLine[] {
  const [old, next] = [before?.split("\n") ?? [], after?.split("\n") ?? []];
  let start = 0;
  while (start < Math.min(old.length, next.length) && old[start] === next[start]) start++;
  let [oldEnd, nextEnd] = [old.length, next.length];
  while (oldEnd > start && nextEnd > start && old[oldEnd - 1] === next[nextEnd - 1]) {
    oldEnd--;
    nextEnd--;
  }
  const same = (text: string): DiffLine => ({ kind: "same", text });
  return fold([
    ...old.slice(0, start).map(same),
    ...diffMiddle(old.slice(start, oldEnd), next.slice(start, nextEnd)),
    ...old.slice(oldEnd).map(same),
  ]);
}

/** By the longest common subsequence of lines. */
function diffMiddle(old: readonly string[], next: readonly string[]): DiffLine[] {
  const removed = (text: string): DiffLine => ({ kind: "removed", text });
  const added = (text: string): DiffLine => ({ kind: "added", text });
  if (old.length * next.length > maxPairs) return [...old.map(removed), ...next.map(added)];
  // common[i][j]: lines that old from i and next from j have in common.
  const common = Array.from({ length: old.length + 1 }, () => new Uint32Array(next.length + 1));
  for (let i = old.length - 1; i >= 0; i--) {
    for (let j = next.length - 1; j >= 0; j--) {
      common[i]![j] =
        old[i] === next[j] ? common[i + 1]![j + 1]! + 1 : Math.max(common[i + 1]![j]!, common[i]![j + 1]!);
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < next.length) {
    if (i < old.length && j < next.length && old[i] === next[j]) {
      lines.push({ kind: "same", text: old[i++]! });
      j++;
    } else if (j === next.length || (i < old.length && common[i + 1]![j]! >= common[i]![j + 1]!)) {
      lines.push(removed(old[i++]!));
    } else lines.push(added(next[j++]!));
  }
  return lines;
}

/** Long stretches that are the same become one line that counts them. */
function fold(lines: readonly DiffLine[]): DiffLine[] {
  const isNear = (at: number): boolean => {
    for (let near = at - contextLines; near <= at + contextLines; near++) {
      const line = lines[near];
      if (line !== undefined && line.kind !== "same") return true;
    }
    return false;
  };
  const folded: DiffLine[] = [];
  let count = 0;
  const endSkipping = () => {
    if (count > 0) folded.push({ kind: "skipped", text: count === 1 ? "1 line" : `${count} lines` });
    count = 0;
  };
  lines.forEach((line, at) => {
    if (line.kind === "same" && !isNear(at)) count++;
    else {
      endSkipping();
      folded.push(line);
    }
  });
  endSkipping();
  return folded;
}
