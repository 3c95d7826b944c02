/** Passwords as argon2id hashes in PHC string format. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";

import { PipelineError } from "@datamantri/runtime";

/** On libuv's pool: four at the same time at most, 19 MiB each. */
const runArgon2 = promisify(argon2);

/** OWASP's first recommendation: 19 MiB, two passes, one lane. https://cheatsheetseries.owasp.org */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

/** Length is what counts: https://pages.nist.gov/800-63-4/sp800-63b.html. Anything common is shorter. */
const minPasswordLength = 12;

/** @throws PipelineError `request_invalid` for a password that is short or the user's own address. */
export function assertGoodPassword(password: string, email: string): void {
  if (password.length < minPasswordLength) {
    throw new PipelineError("request_invalid", `a password needs at least ${minPasswordLength} characters`);
  }
  if (new Set(password).size < 5 || password.toLowerCase() === email.toLowerCase()) {
    throw new PipelineError("request_invalid", "this password is too easy to guess");
  }
}

/** The hash as `$argon2id$v=19$m=...,t=...,p=...$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, { ...cost, nonce, tagLength });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

/** False also for an invalid hash. Takes as long for a wrong password as for a right one. */
export async function verifyPassword(password: string, hash: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (!match) return false;
  const [, memory, passes, parallelism, salt, expected] = match;
  const tag = Buffer.from(expected!, "base64");
  const actual = await derive(password, {
    memory: Number(memory),
    passes: Number(passes),
    parallelism: Number(parallelism),
    nonce: Buffer.from(salt!, "base64"),
    tagLength: tag.length,
  });
  return timingSafeEqual(actual, tag);
}

async function derive(password: string, options: Omit<Argon2Parameters, "message">): Promise<Buffer> {
  return runArgon2("argon2id", { ...options, message: Buffer.from(password, "utf8") });
}

function encode(bytes: Buffer): string {
  return bytes.toString("base64").replaceAll("=", "");
}
