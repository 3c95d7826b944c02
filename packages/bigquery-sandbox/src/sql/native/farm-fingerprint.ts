/*
 * Fingerprint64 of FarmHash, which FARM_FINGERPRINT returns as an INT64:
 * https://github.com/google/farmhash (farmhashna::Hash64, fixed for all versions)
 */

const k0 = 0xc3a5c85c97cb3127n;
const k1 = 0xb492b66fbe98f273n;
const k2 = 0x9ae16a3b2f90404fn;

const u64 = (x: bigint): bigint => BigInt.asUintN(64, x);
const rotate = (x: bigint, by: number): bigint => (by === 0 ? x : u64((x >> BigInt(by)) | (x << BigInt(64 - by))));
const shiftMix = (x: bigint): bigint => x ^ (x >> 47n);

function hash16(u: bigint, v: bigint, multiplier: bigint): bigint {
  let a = u64((u ^ v) * multiplier);
  a ^= a >> 47n;
  let b = u64((v ^ a) * multiplier);
  b ^= b >> 47n;
  return u64(b * multiplier);
}

type Fetch = (at: number) => bigint;

/** The fingerprint as a signed number. */
export function farmFingerprint(bytes: Buffer): bigint {
  return BigInt.asIntN(64, hash64(bytes));
}

function hash64(s: Buffer): bigint {
  const f: Fetch = (at) => s.readBigUInt64LE(at);
  const f32 = (at: number): bigint => BigInt(s.readUInt32LE(at));
  if (s.length <= 16) return short(s, f, f32);
  const multiplier = u64(k2 + BigInt(s.length) * 2n);
  if (s.length <= 32) return upTo32(s.length, f, multiplier);
  return s.length <= 64 ? upTo64(s.length, f, multiplier) : long(s, f);
}

function short(s: Buffer, f: Fetch, f32: (at: number) => bigint): bigint {
  const { length } = s;
  const size = BigInt(length);
  if (length >= 8) {
    const multiplier = u64(k2 + size * 2n);
    const a = u64(f(0) + k2);
    const b = f(length - 8);
    const c = u64(rotate(b, 37) * multiplier + a);
    const d = u64((rotate(a, 25) + b) * multiplier);
    return hash16(c, d, multiplier);
  }
  if (length >= 4) return hash16(u64(size + (f32(0) << 3n)), f32(length - 4), u64(k2 + size * 2n));
  if (length === 0) return k2;
  const y = BigInt(s[0]! + (s[length >> 1]! << 8));
  const z = BigInt(length + (s[length - 1]! << 2));
  return u64(shiftMix(u64(y * k2) ^ u64(z * k0)) * k2);
}

function upTo32(length: number, f: Fetch, multiplier: bigint): bigint {
  const a = u64(f(0) * k1);
  const b = f(8);
  const c = u64(f(length - 8) * multiplier);
  const d = u64(f(length - 16) * k2);
  return hash16(u64(rotate(u64(a + b), 43) + rotate(c, 30) + d), u64(a + rotate(u64(b + k2), 18) + c), multiplier);
}

function upTo64(length: number, f: Fetch, multiplier: bigint): bigint {
  const a = u64(f(0) * k2);
  const b = f(8);
  const c = u64(f(length - 8) * multiplier);
  const d = u64(f(length - 16) * k2);
  const y = u64(rotate(u64(a + b), 43) + rotate(c, 30) + d);
  const z = hash16(y, u64(a + rotate(u64(b + k2), 18) + c), multiplier);
  const e = u64(f(16) * multiplier);
  const g = f(24);
  const h = u64((y + f(length - 32)) * multiplier);
  const i = u64((z + f(length - 24)) * multiplier);
  return hash16(u64(rotate(u64(e + g), 43) + rotate(h, 30) + i), u64(e + rotate(u64(g + a), 18) + h), multiplier);
}

type Pair = readonly [bigint, bigint];

function weak32(f: Fetch, at: number, a: bigint, b: bigint): Pair {
  const [w, x, y, z] = [f(at), f(at + 8), f(at + 16), f(at + 24)];
  const first = u64(a + w);
  const second = rotate(u64(b + first + z), 21);
  const sum = u64(first + x + y);
  return [u64(sum + z), u64(second + rotate(sum, 44) + first)];
}

function long(s: Buffer, f: Fetch): bigint {
  const { length } = s;
  let x = 81n;
  let y = u64(81n * k1 + 113n);
  let z = u64(shiftMix(u64(y * k2 + 113n)) * k2);
  let v: Pair = [0n, 0n];
  let w: Pair = [0n, 0n];
  x = u64(x * k2 + f(0));
  const end = Math.floor((length - 1) / 64) * 64;
  for (let at = 0; at < end; at += 64) {
    x = u64(rotate(u64(x + y + v[0] + f(at + 8)), 37) * k1);
    y = u64(rotate(u64(y + v[1] + f(at + 48)), 42) * k1);
    x ^= w[1];
    y = u64(y + v[0] + f(at + 40));
    z = u64(rotate(u64(z + w[0]), 33) * k1);
    v = weak32(f, at, u64(v[1] * k1), u64(x + w[0]));
    w = weak32(f, at + 32, u64(z + w[1]), u64(y + f(at + 16)));
    [z, x] = [x, z];
  }
  const multiplier = u64(k1 + ((z & 0xffn) << 1n));
  const at = length - 64;
  w = [u64(w[0] + BigInt((length - 1) & 63)), w[1]];
  v = [u64(v[0] + w[0]), v[1]];
  w = [u64(w[0] + v[0]), w[1]];
  x = u64(rotate(u64(x + y + v[0] + f(at + 8)), 37) * multiplier);
  y = u64(rotate(u64(y + v[1] + f(at + 48)), 42) * multiplier);
  x ^= u64(w[1] * 9n);
  y = u64(y + u64(v[0] * 9n) + f(at + 40));
  z = u64(rotate(u64(z + w[0]), 33) * multiplier);
  v = weak32(f, at, u64(v[1] * multiplier), u64(x + w[0]));
  w = weak32(f, at + 32, u64(z + w[1]), u64(y + f(at + 16)));
  [z, x] = [x, z];
  return hash16(
    u64(hash16(v[0], w[0], multiplier) + u64(shiftMix(y) * k0) + z),
    u64(hash16(v[1], w[1], multiplier) + x),
    multiplier,
  );
}
