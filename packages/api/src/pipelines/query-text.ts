/**
 * The tokens of GoogleSQL that tell where a text ends. The time grows with the text's length only: what nothing closes is
 * one token up to the end, and no server takes it.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/lexical
 */
const blank = String.raw`\s+|--[^\n]*|#[^\n]*|/\*[\s\S]*?\*/`;
const quoted = [
  String.raw`"""(?:(?:[^\\]|\\[\s\S])*?"""|[\s\S]*)`,
  String.raw`'''(?:(?:[^\\]|\\[\s\S])*?'''|[\s\S]*)`,
  String.raw`"(?:(?:[^"\\]|\\[\s\S])*"|[\s\S]*)`,
  String.raw`'(?:(?:[^'\\]|\\[\s\S])*'|[\s\S]*)`,
  "`(?:(?:[^`\\\\]|\\\\[\\s\\S])*`|[\\s\\S]*)",
].join("|");
const token = new RegExp(
  String.raw`(?<blank>${blank})|/\*[\s\S]*|(?<end>;)|(?<open>[([])|(?<close>[)\]])|${quoted}|@@|[\w.,=]+|[\s\S]`,
  "g",
);

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

/**
 * The first named parameter, such as `@day`; undefined if there is none. System variables (`@@time_zone`) are none.
 * https://docs.cloud.google.com/bigquery/docs/reference/standard-sql/lexical#query_parameters
 */
export function findQueryParameter(text: string): string | undefined {
  if (!text.includes("@")) return undefined;
  let isAfterSign = false;
  for (const { 0: found, groups } of text.matchAll(token)) {
    if (groups!.blank !== undefined) continue;
    const name = isAfterSign ? /^(?:`[^`\n]{1,100}`|[a-z_]\w{0,100})/i.exec(found)?.[0] : undefined;
    if (name !== undefined) return `@${name}`;
    isAfterSign = found === "@";
  }
  return undefined;
}
