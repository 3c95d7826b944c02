import { diffArrays } from "diff";

export interface DiffLine {
  /** `skipped` represents lines that are equal in both. */
  readonly kind: "same" | "removed" | "added" | "skipped";
  readonly text: string;
}

/** Lines shown before and after a difference. */
const contextLines = 2;

/** Texts with more changed lines than this are shown completely: the comparison takes quadratic time. */
const maxEditLength = 1_000;

/** Compares two texts line by line. Null has no lines. */
export function diffLines(before: string | null, after: string | null): readonly DiffLine[] {
  const [old, next] = [before?.split("\n") ?? [], after?.split("\n") ?? []];
  const parts = diffArrays(old, next, { maxEditLength }) ?? [
    { value: old, removed: true, added: false },
    { value: next, removed: false, added: true },
  ];
  return parts.flatMap(({ value, removed, added }, at) => {
    const lines = value.map((text): DiffLine => ({ kind: removed ? "removed" : added ? "added" : "same", text }));
    return removed || added ? lines : fold(lines, at === 0, at === parts.length - 1);
  });
}

/** Folds a long unchanged part into one line with its length. */
function fold(lines: readonly DiffLine[], isFirst: boolean, isLast: boolean): readonly DiffLine[] {
  const [head, tail] = [isFirst ? 0 : contextLines, isLast ? 0 : contextLines];
  const count = lines.length - head - tail;
  if (count <= 0) return lines;
  const skipped: DiffLine = { kind: "skipped", text: count === 1 ? "1 line" : `${count} lines` };
  return [...lines.slice(0, head), skipped, ...lines.slice(lines.length - tail)];
}
