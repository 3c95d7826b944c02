/** Passwords as argon2id hashes in PHC string format. */
import { argon2, randomBytes, timingSafeEqual, type Argon2Parameters } from "node:crypto";
import { promisify } from "node:util";

import { PipelineError } from "@datamantri/runtime";

/** Runs on libuv's pool: at most four at the same time, 19 MiB each. */
const runArgon2 = promisify(argon2);

/** OWASP's first recommendation: 19 MiB, two passes, one lane. https://cheatsheetseries.owasp.org */
const cost = { memory: 19_456, passes: 2, parallelism: 1 };
const tagLength = 32;

/** https://pages.nist.gov/800-63-4/sp800-63b.html */
const minPasswordLength = 12;

/** Estimating longer passwords takes long and changes nothing. */
const estimatedLength = 100;

/** On zxcvbn's scale from 0: at least 10^8 guesses. */
const minScore = 3;

/** Shorter parts of an address are in too many words. */
const minKnownLength = 3;

/** https://en.wikipedia.org/wiki/Leet: each is one character for one. */
const letters: Readonly<Record<string, string>> = {
  "4": "a",
  "@": "a",
  "3": "e",
  "1": "i",
  "!": "i",
  "0": "o",
  "5": "s",
  $: "s",
  "7": "t",
};

/** @throws PipelineError `request_invalid` for a password that is short, common, or derived from known words. */
export async function assertGoodPassword(password: string, email: string): Promise<void> {
  if (password.length < minPasswordLength) {
    throw new PipelineError("request_invalid", `a password needs at least ${minPasswordLength} characters`);
  }
  const estimate = await openEstimator();
  const ofProduct = ["datamantri", "mantri", "bigquery", "postgresql", "postgres", "pipeline"];
  const known = [...ofProduct, email, ...email.split(/[@.]/)];
  if (estimate(withoutKnown(password, known).slice(0, estimatedLength), known) < minScore) {
    const message =
      "this password is too easy to guess: use several words that do not belong together, without the product's or your own name";
    throw new PipelineError("request_invalid", message);
  }
}

/**
 * What somebody has to guess who tries these words first, in whatever case and with digits for letters. The estimator
 * counts each word as much as any rare one: three of them in a row were good.
 */
function withoutKnown(password: string, known: readonly string[]): string {
  let rest = password;
  let folded = fold(password);
  const words = known.filter(({ length }) => length >= minKnownLength).map(fold);
  for (const word of words.toSorted((a, b) => b.length - a.length)) {
    // From the start each time: what is left may be the word again.
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word)) {
      rest = rest.slice(0, at) + rest.slice(at + word.length);
      folded = folded.slice(0, at) + folded.slice(at + word.length);
    }
  }
  return rest;
}

/** Of the same length as the text. */
function fold(text: string): string {
  return text.replaceAll(/./gsu, (character) => {
    const lower = character.toLowerCase();
    return letters[lower] ?? (lower.length === character.length ? lower : character);
  });
}

type Estimator = (password: string, known: readonly string[]) => number;
let estimator: Promise<Estimator> | undefined;

/** Loaded on the first use: the lists of common passwords take time and memory. */
async function openEstimator(): Promise<Estimator> {
  estimator ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import("@zxcvbn-ts/core"),
      import("@zxcvbn-ts/language-common"),
    ]);
    const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    return (password, known) => zxcvbn.check(password, [...known]).score;
  })();
  return estimator;
}

/** The hash as `$argon2id$v=19$m=...,t=...,p=...$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const nonce = randomBytes(16);
  const tag = await derive(password, { ...cost, nonce, tagLength });
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(nonce)}$${encode(tag)}`;
}

/** Returns false also for an invalid hash. Takes as long for a wrong password as for a right one. */
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
