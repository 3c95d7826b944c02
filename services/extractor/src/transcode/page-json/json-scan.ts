import { BACKSLASH, CLOSE_BRACE, CLOSE_BRACKET, COMMA, OPEN_BRACE, OPEN_BRACKET, QUOTE, SPACE } from "./ascii.ts";
import { invalidPage } from "../unrepresentable/refusal.ts";

/** First position from `at` on that is not JSON white space (RFC 8259, section 2). */
export function skipSpace(page: Buffer, at: number): number {
  if (page[at]! > SPACE) return at;
  let position = at;
  for (;;) {
    const byte = page[position];
    if (byte !== SPACE && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) return position;
    position++;
  }
}

/**
 * Position of the quote that ends the string whose first byte is at `start`; its bitwise complement (negative) when
 * there are escapes before it; 0 when the string does not end or holds a raw control character.
 */
export function endOfString(page: Buffer, start: number): number {
  let escaped = false;
  for (let position = start; position < page.length; position++) {
    const byte = page[position]!;
    if (byte === QUOTE) return escaped ? ~position : position;
    if (byte < SPACE) return 0;
    if (byte === BACKSLASH) {
      escaped = true;
      position++;
    }
  }
  return 0;
}

/**
 * Position after the JSON value at `start`: brackets are counted, nothing else is checked.
 *
 * @throws PipelineError source_response_invalid when the page ends first
 */
export function endOfValue(page: Buffer, start: number): number {
  let depth = 0;
  let position = start;
  while (position < page.length) {
    const byte = page[position]!;
    if (byte === QUOTE) {
      const end = endOfString(page, position + 1);
      if (end === 0) throw invalidPage("a string does not end", position);
      position = (end < 0 ? ~end : end) + 1;
    } else if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      depth++;
      position++;
    } else if (depth > 0) {
      if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
      position++;
    } else {
      position = endOfBareWord(page, position);
    }
    if (depth === 0) return position;
  }
  throw invalidPage("it is truncated", page.length);
}

/** Position after `null`, `true` or a number. */
function endOfBareWord(page: Buffer, start: number): number {
  let position = start;
  for (; position < page.length; position++) {
    const byte = page[position]!;
    if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= SPACE) break;
  }
  return position;
}

/**
 * Parses the JSON value between `start` and `end`.
 *
 * @throws PipelineError source_response_invalid when it is not JSON
 */
export function parseJson(page: Buffer, start: number, end: number): unknown {
  try {
    return JSON.parse(page.toString("utf8", start, end));
  } catch {
    // The parser's message may quote row values, so it is dropped.
    throw invalidPage("a value is not JSON", start);
  }
}
