import { EQUALS } from "../page-json/ascii.ts";
import type { CellEncoder } from "../rows-to-copy/cell-encoder.ts";
import { refuseValue } from "../unrepresentable/refusal.ts";

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const notBase64 = 64;
const sextets = new Uint8Array(256).fill(notBase64);
for (let sextet = 0; sextet < alphabet.length; sextet++) sextets[alphabet.charCodeAt(sextet)] = sextet;

/** BYTES → bytea. Source: RFC 4648, section 4, padding required; BigQuery's REST reference, "TableRow". */
export const encodeBytes: CellEncoder = (text, start, end, out) => {
  if ((end - start) % 4 !== 0) refuseValue("it is not base64");
  const padding = start === end || text[end - 1] !== EQUALS ? 0 : text[end - 2] === EQUALS ? 2 : 1;
  const byteCount = ((end - start) / 4) * 3 - padding;
  out.int32(byteCount);
  const lastQuad = padding === 0 ? end : end - 4;
  for (let at = start; at < lastQuad; at += 4) {
    const bits = readBits(text, at, 4);
    out.uint8(bits >> 16);
    out.uint8((bits >> 8) & 0xff);
    out.uint8(bits & 0xff);
  }
  if (padding === 0) return;
  const bits = readBits(text, lastQuad, 4 - padding);
  out.uint8(bits >> 16);
  if (padding === 1) out.uint8((bits >> 8) & 0xff);
};

/** The first `count` of four characters as 24 bits, filled with zeros. */
function readBits(text: Buffer, at: number, count: number): number {
  let bits = 0;
  for (let index = 0; index < count; index++) {
    const sextet = sextets[text[at + index]!]!;
    if (sextet === notBase64) refuseValue("it is not base64");
    bits |= sextet << (18 - 6 * index);
  }
  return bits;
}
