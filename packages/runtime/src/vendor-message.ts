/**
 * Texts that BigQuery and PostgreSQL wrote. They may quote rows: a bad cast does, and so may what a trigger or a query raises,
 * with any code and in any field. So messages for everybody are made of known words and of names that were known
 * before; the text itself is kept apart, for editors (`PipelineError.vendorMessage`).
 */

/** Characters of a text that is kept. */
const maxLength = 4_000;

/** Characters that are compared with known messages. */
const maxCompared = 1_000;

/** Without control characters, other than ends of lines, and without what turns the direction of a text: it is shown as it is. */
export function toVendorMessage(text: string): string {
  const start = text.slice(0, maxLength + 1);
  const plain = start.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{C}\n]/gu, " ");
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}

/** A message as its vendor writes it, and as we say it. */
export interface MessageShape {
  readonly pattern: RegExp;
  /** What the pattern's groups are. */
  readonly kinds: readonly string[];
  readonly words: string;
}

/**
 * @param template the vendor's words, with the parts that change in braces. `{drop}` is anything, and never said.
 * @param kinds how each kind of part is written: a bounded pattern without groups, so that no text makes matching slow.
 * @param words ours, with parts of the template in the same order. Default: the template's, without what is dropped.
 */
export function toShape(
  template: string,
  kinds: Readonly<Record<string, string>>,
  words = template.replaceAll("{drop}", ""),
): MessageShape {
  const source = template
    .split(/(\{\w+\})/)
    .map((piece) => {
      if (piece === "{drop}") return ".{0,900}?";
      const kind = /^\{(\w+)\}$/.exec(piece)?.[1];
      return kind === undefined ? piece.replaceAll(/[.*+?^$()|[\]\\{}]/g, String.raw`\$&`) : `(${kinds[kind]})`;
    })
    .join("");
  const found = [...template.matchAll(/\{(\w+)\}/g)].map(([, kind]) => kind!).filter((kind) => kind !== "drop");
  return { pattern: new RegExp(`^${source}$`, "s"), kinds: found, words };
}

/** Stands for a part that is not known. */
export const notShown = "(not shown)";

/**
 * The message in our words; undefined if it has no known shape.
 *
 * @param say how a part is said, or undefined if it is not known.
 */
export function rebuildMessage(
  text: string,
  shapes: readonly MessageShape[],
  say: (kind: string, part: string) => string | undefined,
): string | undefined {
  const compared = text.slice(0, maxCompared);
  for (const { pattern, kinds, words } of shapes) {
    const parts = pattern.exec(compared)?.slice(1);
    if (parts === undefined) continue;
    const left = kinds.map((kind, index) => ({ kind, part: parts[index] ?? "" }));
    return words.replaceAll(/\{(\w+)\}/g, (_braces, wanted: string) => {
      const [next] = left.splice(
        left.findIndex(({ kind }) => kind === wanted),
        1,
      );
      return say(wanted, next!.part) ?? notShown;
    });
  }
  return undefined;
}
