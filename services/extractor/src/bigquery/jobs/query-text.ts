/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical */
const blank = String.raw`\s+|--[^\n]*|#[^\n]*|/\*[\s\S]*?\*/`;
const quoted = [
  String.raw`"""(?:[^\\]|\\[\s\S])*?"""`,
  String.raw`'''(?:[^\\]|\\[\s\S])*?'''`,
  String.raw`"(?:[^"\\]|\\[\s\S])*"`,
  String.raw`'(?:[^'\\]|\\[\s\S])*'`,
  "`(?:[^`\\\\]|\\\\[\\s\\S])*`",
].join("|");
const token = new RegExp(`(?<blank>${blank})|(?<end>;)|${quoted}|[\\s\\S]`, "g");

/** A statement without its semicolon and what follows it, so that it can stand in brackets. */
export function withoutEnd(statement: string): string {
  let end = 0;
  for (const found of statement.matchAll(token)) {
    const { blank: isBlank, end: isEnd } = found.groups!;
    if (isBlank === undefined && isEnd === undefined) end = found.index + found[0].length;
  }
  return statement.slice(0, end);
}
