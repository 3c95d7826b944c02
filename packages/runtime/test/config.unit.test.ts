import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { commonSettings, PipelineError, readConfig, Secret, type SettingSpec } from "../src/index.ts";

const spec = {
  URL: { kind: "secret", description: "address with password" },
  COUNT: { kind: "integer", default: 7, description: "how many" },
  SIZE: { kind: "integer", description: "bytes" },
  LABEL: { kind: "text", default: "none", description: "what to call it" },
  COLOUR: { kind: "text", default: "red", oneOf: ["red", "blue"], description: "of the light" },
} as const satisfies Record<string, SettingSpec>;

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "datamantri-config-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(dir, name);
  writeFileSync(path, text);
  return path;
}

function problemsOf(environment: NodeJS.ProcessEnv): string {
  try {
    readConfig(spec, environment);
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
    expect((error as PipelineError).code).toBe("config_invalid");
    return (error as PipelineError).message;
  }
  throw new Error("accepted");
}

describe("settings", () => {
  test("are read with their types, and absent ones have their default", () => {
    const config = readConfig(spec, { URL: "nats://u:p@h", SIZE: "12" });
    expect(config).toMatchObject({ COUNT: 7, SIZE: 12, LABEL: "none", COLOUR: "red" });
    expect(config.URL.reveal()).toBe("nats://u:p@h");
  });

  test("that are empty count as absent", () => {
    expect(readConfig(spec, { URL: "u", SIZE: "1", COUNT: "", LABEL: "", LABEL_FILE: "" })).toMatchObject({
      COUNT: 7,
      LABEL: "none",
    });
  });

  test("come from NAME_FILE without the line break that editors add", () => {
    const URL_FILE = file("url", "nats://u:p@h\n");
    expect(readConfig(spec, { URL_FILE, SIZE_FILE: file("size", "12\n") })).toMatchObject({ SIZE: 12 });
    expect(readConfig(spec, { URL_FILE, SIZE: "1" }).URL.reveal()).toBe("nats://u:p@h");
  });

  test("given directly win over a file", () => {
    expect(readConfig(spec, { URL: "direct", URL_FILE: file("other", "file"), SIZE: "1" }).URL.reveal()).toBe("direct");
  });

  test("of all services: an unknown log level is refused", () => {
    expect(() => readConfig(commonSettings, { NATS_URL: "u", LOG_LEVEL: "loud" })).toThrow(
      "LOG_LEVEL must be one of debug, info, warn, error",
    );
  });
});

describe("errors", () => {
  test("are reported all at once, each with its name", () => {
    const problems = problemsOf({ COUNT: "many", COLOUR: "green", URL_FILE: join(dir, "missing") }).split("; ");
    expect(problems).toEqual([
      `URL_FILE: cannot read ${join(dir, "missing")} (ENOENT)`,
      "COUNT must be a whole number (how many)",
      "SIZE is missing (bytes)",
      "COLOUR must be one of red, blue",
    ]);
  });

  test.each(["-1", "1.5", "1e3", " 1", "0x10", "9".repeat(16), "NaN"])("%s is not a whole number", (SIZE) => {
    expect(problemsOf({ URL: "u", SIZE })).toBe("SIZE must be a whole number (bytes)");
  });

  test("an empty file is not a secret", () => {
    expect(problemsOf({ URL_FILE: file("empty", "\n"), SIZE: "1" })).toBe(`URL_FILE: ${join(dir, "empty")} is empty`);
  });

  test("do not contain the value", () => {
    expect(problemsOf({ URL: "u", SIZE: "hunter2" })).not.toContain("hunter2");
  });
});

test("a default has its setting's type", () => {
  const defaults = { PASSWORD: { kind: "secret", default: new Secret(""), description: "optional" } } as const;
  expect(readConfig(defaults, {}).PASSWORD.reveal()).toBe("");
});
