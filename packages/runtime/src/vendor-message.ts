/**
 * Texts that BigQuery and PostgreSQL wrote. They may quote rows: a bad cast does, and so may errors that a trigger or a
 * query raises, with any code and in any field. Messages for everybody therefore contain only known words and names.
 * The text itself is stored separately, for editors (`PipelineError.vendorMessage`).
 */

/** Limit of characters of a stored text. */
const maxLength = 4_000;

/** Limit of characters compared with known messages. */
const maxCompared = 1_000;

/**
 * Removes control characters other than line breaks, and characters that change the direction of text: it is displayed
 * unchanged.
 */
export function toVendorMessage(text: string): string {
  // Of a text of any length, no more is looked at than may be kept.
  const start = text.slice(0, 2 * maxLength);
  const plain = start.replaceAll(/\r\n?/g, "\n").replaceAll(/[^\P{C}\n]/gu, " ");
  return plain.length > maxLength ? `${plain.slice(0, maxLength)}…` : plain;
}

/** A message in its vendor's words, and in ours. */
export interface MessageShape {
  readonly pattern: RegExp;
  /** Kinds of the pattern's groups. */
  readonly kinds: readonly string[];
  readonly words: string;
}

/**
 * @param template the vendor's words, with variable parts in braces. `{drop}` matches anything, and is never shown.
 * @param kinds pattern of each kind of part: bounded and without groups, so that no text makes matching slow.
 * @param words ours, with parts of the template in the same order. Default: the template's, without dropped parts.
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

/** Replaces an unknown part. */
export const notShown = "(not shown)";

/**
 * Returns the message in our words; undefined if its shape is unknown.
 *
 * @param say returns the text for a part, or undefined if it is unknown.
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
