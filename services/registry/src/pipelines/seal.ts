/** Secrets at rest: AES-256-GCM, bound to what they belong to. */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

import type { PipelineSecrets } from "@datamantri/contracts";
import { PipelineError, type Secret } from "@datamantri/runtime";

const algorithm = "aes-256-gcm";
const nonceLength = 12;
const tagLength = 16;

/** Those that a change gives another value, or removes. */
export function changedSecrets(kept: PipelineSecrets, given: PipelineSecrets): (keyof PipelineSecrets)[] {
  const names = Object.keys(given) as (keyof PipelineSecrets)[];
  return names.filter((name) => given[name] !== undefined && (given[name] ?? null) !== (kept[name] ?? null));
}

export class Sealer {
  readonly #key: Buffer;

  /** @throws PipelineError `config_invalid` when the key is not 32 bytes in base64. */
  constructor(key: Secret) {
    this.#key = Buffer.from(key.reveal(), "base64");
    if (this.#key.length !== 32) throw new PipelineError("config_invalid", "SECRETS_KEY must be 32 bytes in base64");
  }

  /** With which a run's statistics are digested: the same whenever it is asked for, and no other run's. */
  certificateKey(runId: string): string {
    return createHmac("sha256", this.#key).update(`certificate:${runId}`).digest("base64");
  }

  /** Nonce, tag and ciphertext. Opens only for the same pipeline or webhook. */
  seal(ownerId: string, secrets: object): Buffer {
    const nonce = randomBytes(nonceLength);
    const cipher = createCipheriv(algorithm, this.#key, nonce).setAAD(Buffer.from(ownerId));
    const text = Buffer.concat([cipher.update(JSON.stringify(secrets), "utf8"), cipher.final()]);
    return Buffer.concat([nonce, cipher.getAuthTag(), text]);
  }

  /** @throws PipelineError `config_invalid` when the key is not the one that sealed it. */
  open(ownerId: string, sealed: Buffer): object {
    try {
      const decipher = createDecipheriv(algorithm, this.#key, sealed.subarray(0, nonceLength))
        .setAAD(Buffer.from(ownerId))
        .setAuthTag(sealed.subarray(nonceLength, nonceLength + tagLength));
      const text = Buffer.concat([decipher.update(sealed.subarray(nonceLength + tagLength)), decipher.final()]);
      return JSON.parse(text.toString("utf8")) as object;
    } catch (cause) {
      throw new PipelineError("config_invalid", "SECRETS_KEY does not open the sealed secrets", {}, { cause });
    }
  }

  /** 256 bits that only a holder of the key can compute; of a key of its own for each purpose. */
  mac(purpose: string, text: string): Buffer {
    const key = Buffer.from(hkdfSync("sha256", this.#key, "", `datamantri ${purpose}`, 32));
    return createHmac("sha256", key).update(text).digest();
  }
}
