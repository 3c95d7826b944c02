import { ValueError } from "./scalar-text.ts";

/** How values are written: https://cloud.google.com/bigquery/docs/loading-data-cloud-storage-csv#csv-options */
export interface CsvSyntax {
  readonly delimiter: string;
  /** Empty: nothing is quoted. */
  readonly quote: string;
  readonly allowQuotedNewlines: boolean;
}

/** A value of a CSV file; an unquoted one may be a null marker. */
export interface CsvValue {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** Splits a CSV file into rows. Empty lines are no rows. @throws ValueError */
export function readCsv(text: string, { delimiter, quote, allowQuotedNewlines }: CsvSyntax): CsvValue[][] {
  const rows: CsvValue[][] = [];
  let row: CsvValue[] = [];
  let at = text.startsWith("\u{FEFF}") ? 1 : 0;
  while (at < text.length) {
    const isQuoted = quote !== "" && text.startsWith(quote, at);
    const value = isQuoted ? readQuoted(text, at, quote) : readPlain(text, at, delimiter);
    if (isQuoted && !allowQuotedNewlines && /[\r\n]/.test(value.text)) {
      throw new ValueError(`Row ${rows.length + 1} has a line break in quotes: set allowQuotedNewlines`);
    }
    row.push({ text: value.text, isQuoted });
    at = value.end;
    if (text.startsWith(delimiter, at)) {
      at += delimiter.length;
      // A delimiter at the end of the text begins an empty value.
      if (at >= text.length || /[\r\n]/.test(text[at] as string)) row.push({ text: "", isQuoted: false });
      else continue;
    }
    const lineBreak = /\r\n|\n|\r/y;
    lineBreak.lastIndex = at;
    const found = lineBreak.exec(text);
    if (found === null && at < text.length) {
      throw new ValueError(`Row ${rows.length + 1} has data between a closing quote and the delimiter`);
    }
    at += found?.[0].length ?? 0;
    if (row.length > 1 || row[0]?.text !== "" || row[0].isQuoted) rows.push(row);
    row = [];
  }
  return rows;
}

function readPlain(text: string, start: number, delimiter: string): { text: string; end: number } {
  let end = start;
  while (end < text.length && !text.startsWith(delimiter, end) && text[end] !== "\n" && text[end] !== "\r") end += 1;
  return { text: text.slice(start, end), end };
}

/** A doubled quote is one. */
function readQuoted(text: string, start: number, quote: string): { text: string; end: number } {
  let value = "";
  let from = start + quote.length;
  for (;;) {
    const end = text.indexOf(quote, from);
    if (end < 0) throw new ValueError(`A value that begins with ${quote} has no closing ${quote}`);
    value += text.slice(from, end);
    if (!text.startsWith(quote, end + quote.length)) return { text: value, end: end + quote.length };
    value += quote;
    from = end + 2 * quote.length;
  }
}
