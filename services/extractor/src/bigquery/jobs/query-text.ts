/** https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical */
const blank = String.raw`\s+|--[^\n]*|#[^\n]*|/\*[\s\S]*?\*/`;
const quoted = [
  String.raw`"""(?:[^\\]|\\[\s\S])*?"""`,
  String.raw`'''(?:[^\\]|\\[\s\S])*?'''`,
  String.raw`"(?:[^"\\]|\\[\s\S])*"`,
  String.raw`'(?:[^'\\]|\\[\s\S])*'`,
  "`(?:[^`\\\\]|\\\\[\\s\\S])*`",
].join("|");
const token = new RegExp(`(?<blank>${blank})|(?<end>;)|(?<open>[([])|(?<close>[)\\]])|${quoted}|[\\s\\S]`, "g");

/** A statement without its semicolon and what follows it, so that it can stand in brackets. */
export function withoutEnd(statement: string): string {
  let end = 0;
  for (const found of statement.matchAll(token)) {
    const { blank: isBlank, end: isEnd } = found.groups!;
    if (isBlank === undefined && isEnd === undefined) end = found.index + found[0].length;
  }
  return statement.slice(0, end);
}

/** True if the text stays one expression when it stands in brackets among others: it closes what it opens, and no more. */
export function isOneExpression(text: string): boolean {
  let depth = 0;
  for (const { groups } of text.matchAll(token)) {
    if (groups!.end !== undefined) return false;
    if (groups!.open !== undefined) depth++;
    if (groups!.close !== undefined && --depth < 0) return false;
  }
  return depth === 0;
}

/** True for one statement that begins as a SELECT does. It may still be invalid. */
export function looksLikeSelect(statement: string): boolean {
  const text = withoutEnd(statement);
  const first = [...text.matchAll(token)].find(
    ({ groups }) => groups!.blank === undefined && groups!.open === undefined,
  );
  return first !== undefined && isOneExpression(text) && /^(select|with)\b/i.test(text.slice(first.index));
}
