import { endField, out } from "./output";
import { QUOTE, byteAt } from "./scan";

// Contract of the encoders: see numbers.ts.

const EQUALS: u32 = 0x3d;
const NOT_BASE64: u32 = 64;

/** The value of each character of RFC 4648's standard alphabet; 64 for any other byte. */
const SEXTETS: usize = memory.data<u8>([
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 62, 64, 64, 64, 63, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61,
  64, 64, 64, 64, 64, 64, 64, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
  25, 64, 64, 64, 64, 64, 64, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
  48, 49, 50, 51, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
  64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64, 64,
]);

function sextetAt(position: usize): u32 {
  return load<u8>(SEXTETS + byteAt(position));
}

/** BYTES: standard base64 with its padding. */
export function encodeBytes(start: usize): usize {
  let from = start;
  let to = out + 4;
  while (true) {
    const a = sextetAt(from);
    const b = sextetAt(from + 1);
    const c = sextetAt(from + 2);
    const d = sextetAt(from + 3);
    if ((a | b | c | d) >= NOT_BASE64) break;
    // Three bytes, big-endian; the fourth is written over.
    store<u32>(to, bswap<u32>((a << 26) | (b << 20) | (c << 14) | (d << 8)));
    from += 4;
    to += 3;
  }
  if (byteAt(from) == QUOTE) {
    endField(to);
    return from + 1;
  }
  return encodePaddedEnd(from, to);
}

/** The last four characters, one or two of them padding. */
function encodePaddedEnd(from: usize, to: usize): usize {
  const a = sextetAt(from);
  const b = sextetAt(from + 1);
  const c = sextetAt(from + 2);
  if ((a | b) >= NOT_BASE64 || byteAt(from + 3) != EQUALS || byteAt(from + 4) != QUOTE) return 0;
  store<u8>(to, <u8>((a << 2) | (b >> 4)));
  if (c < NOT_BASE64) {
    store<u8>(to + 1, <u8>((b << 4) | (c >> 2)));
    endField(to + 2);
  } else if (byteAt(from + 2) == EQUALS) {
    endField(to + 1);
  } else {
    return 0;
  }
  return from + 5;
}
