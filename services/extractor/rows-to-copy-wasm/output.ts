/** Where the next byte of the tuples goes. The host sets it before a page and after each cell it encodes itself. */
export let out: usize = 0;

export function setOut(position: usize): void {
  out = position;
}

export function writeInt32Field(value: i32): void {
  store<u32>(out, 0x04000000); // the length 4, big-endian
  store<u32>(out + 4, bswap<u32>(value));
  out += 8;
}

export function writeInt64Field(value: i64): void {
  store<u32>(out, 0x08000000); // the length 8, big-endian
  store<u64>(out + 4, bswap<u64>(value));
  out += 12;
}

/** Closes a field whose bytes begin at `out + 4` and end before `end`. */
export function endField(end: usize): void {
  store<u32>(out, bswap<u32>(<u32>(end - out - 4)));
  out = end;
}
