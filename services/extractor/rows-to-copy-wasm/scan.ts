// Nothing here looks for the end of the page: the host puts zero bytes behind it, and those are neither space, nor digit,
// nor any mark of JSON, so every loop stops at them.

export const QUOTE: u32 = 0x22;
export const BACKSLASH: u32 = 0x5c;
export const COMMA: u32 = 0x2c;
export const MINUS: u32 = 0x2d;
export const PLUS: u32 = 0x2b;
export const POINT: u32 = 0x2e;
export const COLON: u32 = 0x3a;
export const OPEN_BRACE: u32 = 0x7b;
export const CLOSE_BRACE: u32 = 0x7d;
export const OPEN_BRACKET: u32 = 0x5b;
export const CLOSE_BRACKET: u32 = 0x5d;

// Little-endian, as loads give them.
const OPEN_F: u32 = 0x2266227b; // {"f"
const OPEN_V: u32 = 0x2276227b; // {"v"
const COLON_BRACKET: u16 = 0x5b3a; // :[
const END_OF_ROW: u16 = 0x7d5d; // ]}
const NEXT_STRING_CELL: u64 = 0x223a2276227b2c7d; // },{"v":"
const NULL: u32 = 0x6c6c756e; // null

export function byteAt(position: usize): u32 {
  return load<u8>(position);
}

/** The digit's value; above 9 for any other byte. */
export function digitAt(position: usize): u32 {
  return <u32>load<u8>(position) - 0x30;
}

/** The number of two digits; 100 or more for invalid digits. */
export function twoDigitsAt(position: usize): u32 {
  const tens = digitAt(position);
  const ones = digitAt(position + 1);
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

export function skipSpace(position: usize): usize {
  return byteAt(position) > 0x20 ? position : skipSpaceSlowly(position);
}

function skipSpaceSlowly(start: usize): usize {
  let position = start;
  while (true) {
    const byte = byteAt(position);
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) return position;
    position++;
  }
}

export function isNull(position: usize): bool {
  return load<u32>(position) == NULL;
}

/** Position of the first cell behind `{"f":[`; 0 when something else is there. */
export function openRow(start: usize): usize {
  if (load<u32>(start) == OPEN_F && load<u16>(start + 4) == COLON_BRACKET) return skipSpace(start + 6);
  const cells = openMember(start, 0x66);
  return cells == 0 ? 0 : behind(cells, OPEN_BRACKET);
}

/** Position of the value in `{"v":value`; 0 when something else is there. */
export function openCell(start: usize): usize {
  if (load<u32>(start) == OPEN_V && byteAt(start + 4) == COLON) return skipSpace(start + 5);
  return openMember(start, 0x76);
}

/** From the end of a value to the next cell's value; 0 when none follows. */
export function nextCell(start: usize): usize {
  if (load<u64>(start) == NEXT_STRING_CELL) return start + 7;
  return nextCellSlowly(start);
}

function nextCellSlowly(start: usize): usize {
  const position = behind(start, CLOSE_BRACE);
  if (position == 0) return 0;
  const cell = behind(position, COMMA);
  return cell == 0 ? 0 : openCell(cell);
}

/** From the end of the last value to what follows the row; 0 when the row goes on. */
export function closeRow(start: usize): usize {
  const position = behind(start, CLOSE_BRACE);
  if (position == 0) return 0;
  if (load<u16>(position) == END_OF_ROW) return skipSpace(position + 2);
  const bracket = behind(position, CLOSE_BRACKET);
  return bracket == 0 ? 0 : behind(bracket, CLOSE_BRACE);
}

function openMember(start: usize, key: u32): usize {
  const position = behind(start, OPEN_BRACE);
  if (position == 0 || byteAt(position) != QUOTE || byteAt(position + 1) != key) return 0;
  const colon = behind(position + 2, QUOTE);
  return colon == 0 ? 0 : behind(colon, COLON);
}

/** Position of what follows `byte`, white space skipped on both sides; 0 when something else is there. */
function behind(start: usize, byte: u32): usize {
  const position = skipSpace(start);
  return byteAt(position) == byte ? skipSpace(position + 1) : 0;
}
