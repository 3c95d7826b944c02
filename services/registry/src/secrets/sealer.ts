/**
 * Seals secrets at rest as envelopes: AES-256-GCM under a random key per secret, which is wrapped by a key of
 * SECRETS_KEY. Both are bound to the kind and the id of the secret's owner. A change of the key only requires new
 * wrapping.
 *
 * Layout: mark, id of the wrapping key, wrapped key, secrets; each of the two is nonce, tag and ciphertext.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

import { PipelineError, type Secret } from "@datamantri/runtime";

const algorithm = "aes-256-gcm";
const keyLength = 32;
const nonceLength = 12;
const tagLength = 16;

const mark = Buffer.from("\u0000DM2", "latin1");
const keyIdLength = 8;
const wrappedAt = mark.length + keyIdLength;
const textAt = wrappedAt + nonceLength + tagLength + keyLength;

/** Kinds of objects that have secrets. */
export type OwnerKind = "pipeline" | "webhook" | "connection";

interface SealingKey {
  readonly id: Buffer;
  readonly key: Buffer;
}

/** A derived key with the name of its parent key. */
interface NamedKey {
  readonly id: string;
  readonly key: Buffer;
}

export class Sealer {
  /** The first key seals; all open. */
  readonly #keys: readonly [SealingKey, ...SealingKey[]];
  /** The oldest key: values derived from it stay the same until that key is removed. */
  readonly #root: Buffer;

  /**
   * @param keys one key, or several separated by commas.
   * @throws PipelineError `config_invalid` when a key is not 32 bytes in base64.
   */
  constructor(keys: Secret) {
    const [first, ...others] = keys.reveal().split(",").map(parseKey);
    this.#keys = [first!, ...others];
    this.#root = (others.at(-1) ?? first!).key;
  }

  /** Key for digests of a run's statistics: always the same for one run, different for every other. */
  digestKey(runId: string): string {
    return createHmac("sha256", this.#root).update(`verification:${runId}`).digest("base64");
  }

  /** The result opens only for the same owner. */
  seal(kind: OwnerKind, id: string, secrets: object): Buffer {
    const own = randomBytes(keyLength);
    const text = Buffer.from(JSON.stringify(secrets), "utf8");
    return Buffer.concat([this.#wrap(own, kind, id), encrypt(own, text, `${kind}:${id}`)]);
  }

  /** @throws PipelineError `config_invalid` when no key is the one that sealed it. */
  open(kind: OwnerKind, id: string, sealed: Buffer): object {
    return JSON.parse(this.#openText(kind, id, sealed).toString("utf8")) as object;
  }

  /**
   * Wraps the same secrets by the first key; undefined when they already are.
   *
   * @throws PipelineError `config_invalid` when no key is the one that sealed it.
   */
  rewrap(kind: OwnerKind, id: string, sealed: Buffer): Buffer | undefined {
    const text = this.#openText(kind, id, sealed);
    const wrapping = this.#keyOf(sealed);
    if (wrapping === undefined) return this.seal(kind, id, JSON.parse(text.toString("utf8")) as object);
    if (wrapping === this.#keys[0]) return undefined;
    const own = decrypt(wrapping.key, sealed.subarray(wrappedAt, textAt), `key:${kind}:${id}`);
    return Buffer.concat([this.#wrap(own, kind, id), sealed.subarray(textAt)]);
  }

  /** Computes 256 bits that only a holder of the key can compute; each purpose has its own key. */
  mac(purpose: string, text: string): Buffer {
    const key = Buffer.from(hkdfSync("sha256", this.#root, "", `datamantri ${purpose}`, keyLength));
    return createHmac("sha256", key).update(text).digest();
  }

  /** Derives a key for a purpose from each key of SECRETS_KEY: the first one signs, all verify. */
  keysFor(purpose: string): readonly [NamedKey, ...NamedKey[]] {
    const derive = ({ id, key }: SealingKey): NamedKey => ({
      id: id.toString("hex"),
      key: Buffer.from(hkdfSync("sha256", key, "", `datamantri ${purpose}`, keyLength)),
    });
    const [first, ...others] = this.#keys;
    return [derive(first), ...others.map(derive)];
  }

  #wrap(own: Buffer, kind: OwnerKind, id: string): Buffer {
    const [first] = this.#keys;
    return Buffer.concat([mark, first.id, encrypt(first.key, own, `key:${kind}:${id}`)]);
  }

  #openText(kind: OwnerKind, id: string, sealed: Buffer): Buffer {
    const wrapping = this.#keyOf(sealed);
    try {
      if (wrapping === undefined) return this.#openFirstFormat(id, sealed);
      const own = decrypt(wrapping.key, sealed.subarray(wrappedAt, textAt), `key:${kind}:${id}`);
      return decrypt(own, sealed.subarray(textAt), `${kind}:${id}`);
    } catch (cause) {
      throw new PipelineError("config_invalid", "no key in SECRETS_KEY decrypts the stored secret", {}, { cause });
    }
  }

  /** The key that wrapped it; undefined when it is unknown, or nothing was wrapped. */
  #keyOf(sealed: Buffer): SealingKey | undefined {
    if (!sealed.subarray(0, mark.length).equals(mark)) return undefined;
    const id = sealed.subarray(mark.length, wrappedAt);
    return this.#keys.find((key) => key.id.equals(id));
  }

  /** Opens the format before envelopes: secrets encrypted by the key itself, bound to the id. */
  #openFirstFormat(id: string, sealed: Buffer): Buffer {
    const failures = [];
    for (const { key } of this.#keys) {
      try {
        return decrypt(key, sealed, id);
      } catch (error) {
        failures.push(error);
      }
    }
    throw new AggregateError(failures);
  }
}

function parseKey(text: string): SealingKey {
  const key = Buffer.from(text.trim(), "base64");
  if (key.length !== keyLength) {
    throw new PipelineError(
      "config_invalid",
      "SECRETS_KEY must be 32 bytes in base64, or several such keys separated by commas",
    );
  }
  return { key, id: Buffer.from(hkdfSync("sha256", key, "", "datamantri key id", keyIdLength)) };
}

function encrypt(key: Buffer, plain: Buffer, boundTo: string): Buffer {
  const nonce = randomBytes(nonceLength);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(boundTo));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), text]);
}

/** @throws Error when the data or the key differs. */
function decrypt(key: Buffer, sealed: Buffer, boundTo: string): Buffer {
  const decipher = createDecipheriv(algorithm, key, sealed.subarray(0, nonceLength))
    .setAAD(Buffer.from(boundTo))
    .setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
  return Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
}
