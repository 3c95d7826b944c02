/**
 * Prepares text of others (names, messages, rows) for a terminal. Control sequences and characters that change the
 * direction of text are shown as JSON escapes.
 */
export function toVisible(text: string): string {
  return text.replaceAll(unseen, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * Control characters except tab and line feed, and those that change the direction:
 * https://www.unicode.org/reports/tr36/
 */
// oxlint-disable-next-line no-control-regex
const unseen = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
