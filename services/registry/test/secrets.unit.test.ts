import { argon2Sync, createCipheriv, randomBytes, randomUUID } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { Secret } from "@datamantri/runtime";

import { bind, strayParts } from "../src/secrets/bound-secret.ts";
import { Sealer } from "../src/secrets/sealer.ts";
import { hashPassword, verifyPassword } from "../src/users/password.ts";

const newKey = () => new Secret(randomBytes(32).toString("base64"));

describe("a password's hash", () => {
  test("is argon2id in PHC format that others can check", async () => {
    const hash = await hashPassword("correct horse");
    const match = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([A-Za-z0-9+/]{22})\$([A-Za-z0-9+/]{43})$/.exec(hash);
    expect(match).not.toBeNull();
    const tag = argon2Sync("argon2id", {
      message: Buffer.from("correct horse"),
      nonce: Buffer.from(match![1]!, "base64"),
      memory: 19_456,
      passes: 2,
      parallelism: 1,
      tagLength: 32,
    });
    expect(tag.toString("base64").replaceAll("=", "")).toBe(match![2]);
  });

  test("has its own salt, and matches only its password", async () => {
    const [one, two] = await Promise.all([hashPassword("same"), hashPassword("same")]);
    expect(one).not.toBe(two);
    expect(await verifyPassword("same", one)).toBe(true);
    expect(await verifyPassword("Same", one)).toBe(false);
    expect(await verifyPassword("", one)).toBe(false);
  });

  test.each(["", "plain", "$2b$10$abcdefghijklmnopqrstuv", "$argon2i$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA"])(
    "%j is an invalid hash and matches nothing",
    async (hash) => {
      expect(await verifyPassword("plain", hash)).toBe(false);
    },
  );
});

describe("sealed secrets", () => {
  const id = randomUUID();

  test("open for their pipeline and key, whatever they are", () => {
    const sealer = new Sealer(newKey());
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string(), (source_credentials, destination_password) => {
        const secrets = { source_credentials, destination_password };
        expect(sealer.open("pipeline", id, sealer.seal("pipeline", id, secrets))).toEqual(secrets);
      }),
    );
  });

  test("do not open for another pipeline, with another key, or when changed", () => {
    const sealer = new Sealer(newKey());
    const sealed = sealer.seal("pipeline", id, { destination_password: "canary" });
    const wrong = { code: "config_invalid", message: "no key in SECRETS_KEY decrypts the stored secret" };
    const attempt = (work: () => unknown) => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    expect(attempt(() => sealer.open("pipeline", randomUUID(), sealed))).toMatchObject(wrong);
    expect(attempt(() => new Sealer(newKey()).open("pipeline", id, sealed))).toMatchObject(wrong);
    expect(attempt(() => sealer.open("connection", id, sealed))).toMatchObject(wrong);
    for (const at of [0, 4, 12, 24, 60, 72, 84, sealed.length - 1]) {
      const changed = Buffer.from(sealed);
      changed[at]! ^= 1;
      expect(attempt(() => sealer.open("pipeline", id, changed))).toMatchObject(wrong);
    }
    expect(attempt(() => sealer.open("pipeline", id, Buffer.alloc(5)))).toMatchObject(wrong);
  });

  test("reveal nothing, and no two are equal", () => {
    const sealer = new Sealer(newKey());
    const [one, two] = [
      sealer.seal("pipeline", id, { destination_password: "canary" }),
      sealer.seal("pipeline", id, { destination_password: "canary" }),
    ];
    expect(one.includes("canary")).toBe(false);
    expect(one.equals(two)).toBe(false);
  });

  test.each(["", "c2hvcnQ=", randomBytes(31).toString("base64"), randomBytes(33).toString("base64")])(
    "a key of another length is refused: %j",
    (key) => {
      expect(() => new Sealer(new Secret(key))).toThrow("SECRETS_KEY must be 32 bytes in base64");
    },
  );

  test("of another key are wrapped again by the first one, and then need no other; the secrets stay the same", () => {
    const [old, next] = [newKey(), newKey()];
    const secrets = { secret: "canary" };
    const sealed = new Sealer(old).seal("connection", id, secrets);
    const both = new Sealer(new Secret(`${next.reveal()},${old.reveal()}`));
    expect(both.open("connection", id, sealed)).toEqual(secrets);
    const rewrapped = both.rewrap("connection", id, sealed)!;
    expect(both.rewrap("connection", id, rewrapped)).toBeUndefined();
    expect(new Sealer(next).open("connection", id, rewrapped)).toEqual(secrets);
    expect(() => new Sealer(old).open("connection", id, rewrapped)).toThrow();
    expect(() => both.rewrap("connection", randomUUID(), sealed)).toThrow();
    // Only the wrapping differs.
    expect(rewrapped.subarray(72).equals(sealed.subarray(72))).toBe(true);
    // Derived values stay until the old key is removed.
    expect(both.digestKey(id)).toBe(new Sealer(old).digestKey(id));
    expect(both.mac("session", "x")).toEqual(new Sealer(old).mac("session", "x"));
  });

  test("of the first format open, and become envelopes", () => {
    const key = newKey();
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", Buffer.from(key.reveal(), "base64"), nonce).setAAD(Buffer.from(id));
    const text = Buffer.concat([cipher.update('{"destination_password":"canary"}'), cipher.final()]);
    const sealed = Buffer.concat([nonce, cipher.getAuthTag(), text]);
    const sealer = new Sealer(key);
    expect(sealer.open("pipeline", id, sealed)).toEqual({ destination_password: "canary" });
    const rewrapped = sealer.rewrap("pipeline", id, sealed)!;
    expect(sealer.open("pipeline", id, rewrapped)).toEqual({ destination_password: "canary" });
    expect(sealer.rewrap("pipeline", id, rewrapped)).toBeUndefined();
  });
});

describe("a secret that was stored before a field of its server existed", () => {
  const server = { host: "db", port: 5_432, database: "d", user: "u" };
  const { for: binding } = bind("postgres", server, "s");
  const { require_auth: _later, ...earlier } = binding;

  test("is valid while the field is not set, and required again once it is", () => {
    expect(strayParts({ for: earlier }, "postgres", server)).toEqual([]);
    expect(strayParts({ for: earlier }, "postgres", { ...server, require_auth: "md5" })).toEqual(["require_auth"]);
  });

  test("is valid for nothing without its binding", () => {
    expect(strayParts({}, "postgres", server)).toEqual(Object.keys(binding));
  });
});
