import { describe, expect, test } from "vitest";
import { findNatsServer, isAtLeast, type NatsProbes } from "../src/nats/find-nats-server.ts";
import { parseDeb822Sources, parseOneLineSources } from "../src/nats/fetch-debian-package.ts";
import { parseSha256Sums } from "../src/nats/fetch-release.ts";

const cacheDir = "/cache";

/** A machine without any server; each test adds what it needs. */
function machine(found: Partial<NatsProbes> & { programs?: Record<string, string> } = {}) {
  const asked: string[] = [];
  const programs = found.programs ?? {};
  const fail = (what: string) => async () => {
    asked.push(what);
    throw new Error("not reachable");
  };
  const probes: NatsProbes = {
    env: { PATH: "/a:/b" },
    versionOf: (path) => programs[path],
    dockerOffers: () => false,
    fetchRelease: fail("release"),
    fetchDebianPackage: fail("debian"),
    ...found,
  };
  return { asked, find: () => findNatsServer({ probes, cacheDir }) };
}

const everything = {
  programs: { "/b/nats-server": "2.14.3", "/cache/nats-server": "2.10.27" },
  dockerOffers: () => true,
};

describe("the nats-server to use", () => {
  test("is the one that NATS_URL names, whatever else exists", async () => {
    const { find } = machine({ ...everything, env: { NATS_URL: "nats://broker:4222", PATH: "/b" } });
    expect(await find()).toMatchObject({ kind: "url", url: "nats://broker:4222" });
  });

  test("then one on PATH", async () => {
    expect(await machine(everything).find()).toMatchObject({
      kind: "binary",
      path: "/b/nats-server",
      version: "2.14.3",
    });
  });

  test("then one fetched earlier; one on PATH that is too old is skipped", async () => {
    const { find } = machine({
      ...everything,
      programs: { "/a/nats-server": "2.9.10", "/cache/nats-server": "2.10.27" },
    });
    expect(await find()).toMatchObject({ kind: "binary", path: "/cache/nats-server" });
  });

  test("then Docker", async () => {
    expect(await machine({ dockerOffers: () => true }).find()).toMatchObject({ kind: "docker" });
  });

  test("then the official release", async () => {
    const { asked, find } = machine({
      programs: { "/cache/fetched": "2.14.3" },
      fetchRelease: async (folder) => `${folder}/fetched`,
    });
    expect(await find()).toMatchObject({ path: "/cache/fetched", how: expect.stringContaining("official release") });
    expect(asked).toEqual([]);
  });

  test("then Debian's package", async () => {
    const { asked, find } = machine({
      programs: { "/cache/fetched": "2.10.27" },
      fetchDebianPackage: async (folder) => `${folder}/fetched`,
    });
    expect(await find()).toMatchObject({ path: "/cache/fetched", how: expect.stringContaining("Debian") });
    expect(asked).toEqual(["release"]);
  });

  test("does not exist: the error lists what was tried and what to do", async () => {
    const { find } = machine({ programs: { "/a/nats-server": "2.9.10" } });
    const error = await find().catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/2\.9\.10 is too old/);
    expect(String(error)).toMatch(/Docker: no engine responds/);
    expect(String(error)).toMatch(/official release: not reachable/);
    expect(String(error)).toMatch(/Debian's package: not reachable/);
    expect(String(error)).toMatch(/set NATS_URL/);
  });
});

test.each([
  ["2.10.6", "2.10.6", true],
  ["2.10.5", "2.10.6", false],
  ["2.9.25", "2.10.6", false],
  ["2.14.0-RC.1", "2.10.6", true],
  ["3.0.0", "2.10.6", true],
])("version %s is at least %s: %s", (version, minimum, expected) => {
  expect(isAtLeast(version, minimum)).toBe(expected);
});

test("apt sources in one-line style", () => {
  const text = `# deb http://commented/debian x main
deb [arch=amd64 signed-by=/usr/share/keyrings/k.gpg] http://mirror/debian bookworm main
deb-src http://mirror/debian bookworm main
deb http://mirror/debian-security bookworm-security main`;
  expect(parseOneLineSources(text)).toEqual([
    { uri: "http://mirror/debian", keyring: "/usr/share/keyrings/k.gpg" },
    { uri: "http://mirror/debian-security", keyring: undefined },
  ]);
});

test("apt sources in deb822 style", () => {
  const text = `Types: deb
# a comment
URIs: http://mirror/debian http://other/debian
Suites: bookworm bookworm-updates
Components: main
Signed-By: /usr/share/keyrings/k.gpg

Types: deb-src
URIs: http://sources/debian

Enabled: no
Types: deb
URIs: http://off/debian

Types: deb
URIs:
 http://folded/debian
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
`;
  expect(parseDeb822Sources(text)).toEqual([
    { uri: "http://mirror/debian", keyring: "/usr/share/keyrings/k.gpg" },
    { uri: "http://other/debian", keyring: "/usr/share/keyrings/k.gpg" },
    { uri: "http://folded/debian", keyring: undefined },
  ]);
});

test("published checksums", () => {
  const sum = "a".repeat(64);
  expect([...parseSha256Sums(`${sum}  one.tar.gz\n${sum} *two.zip\nnonsense\n`).keys()]).toEqual([
    "one.tar.gz",
    "two.zip",
  ]);
});
