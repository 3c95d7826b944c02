import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { parsePipelines, readPipelineFiles, secretFields } from "../src/pipeline-files.ts";

const parse = (text: string, environment: Record<string, string> = {}) => parsePipelines("a.yaml", text, environment);

describe("a file", () => {
  test("has one pipeline or several", () => {
    const { files, problems } = parse("name: a\n---\nname: b\nmode: replace\n---\n");
    expect(files.map(({ body }) => body)).toEqual([{ name: "a" }, { name: "b", mode: "replace" }]);
    expect(problems).toEqual([]);
  });

  test("may say the pipeline's previous name, which is no part of the pipeline", () => {
    const { files, problems } = parse(
      "name: a\nprevious_name: b\n---\nname: c\nprevious_name: c\n---\nname: d\nprevious_name: 1\n",
    );
    expect(files).toEqual([{ path: "a.yaml", body: { name: "a" }, previousName: "b" }]);
    expect(problems).toEqual([
      'a.yaml: previous_name of "c" must be another name',
      'a.yaml: previous_name of "d" must be another name',
    ]);
  });

  test("names variables of the environment in secrets", () => {
    const text = `
      name: a
      source_config: { credentials: { private_key: "x-\${ONE}-\${TWO}" } }
      destination_config: { password: "$\${ONE} $ONE \${}" }
    `;
    expect(parse(text, { ONE: "1: #", TWO: "" }).files[0]?.body).toMatchObject({
      source_config: { credentials: { private_key: "x-1: #-" } },
      destination_config: { password: "${ONE} $ONE ${}" },
    });
  });

  test("gets no other text from the environment of the person who applies it", () => {
    const text = `
      name: "\${CANARY}"
      description: \${CANARY}
      password: \${CANARY}
      source_config: { query: "SELECT '\${CANARY}', '$\${CANARY}'", labels: { password: "\${CANARY}" } }
      destination_config: { host: "\${CANARY}.example.com", post_load: ["\${CANARY}"] }
      mapping: { columns: [{ source: a, mask_key: "\${CANARY}" }] }
    `;
    const { files, problems } = parse(text, { CANARY: "stolen" });
    expect(JSON.stringify(files)).not.toContain("stolen");
    expect(files[0]?.body).toMatchObject({ source_config: { query: "SELECT '${CANARY}', '$${CANARY}'" } });
    expect(problems).toEqual([]);
  });

  test("has as secrets exactly the write-only fields of the API's document", () => {
    expect([...secretFields].toSorted()).toEqual(writeOnlyOf("PipelineInput").toSorted());
  });

  test("reports all its errors", () => {
    expect(parse('name: a\ndestination_config: { password: "${NOWHERE}${NOR_HERE}" }').problems).toEqual([
      "a.yaml: the environment variable NOWHERE is not set",
      "a.yaml: the environment variable NOR_HERE is not set",
    ]);
    expect(parse("nam: a").problems).toEqual(["a.yaml: a pipeline needs a name"]);
    expect(parse("just text").problems).toEqual(["a.yaml: a pipeline needs a name"]);
    expect(parse("name: [a").problems).toEqual([expect.stringContaining("a.yaml: ")]);
    expect(parse("name: a\nname: b").problems).toEqual([expect.stringContaining("unique")]);
  });
});

interface Schema {
  readonly $ref?: string;
  readonly writeOnly?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

const { components } = JSON.parse(readFileSync(new URL("../../../docs/openapi.json", import.meta.url), "utf8")) as {
  components: { schemas: Readonly<Record<string, Schema>> };
};

/** Paths of fields, `source_config.credentials`. */
function writeOnlyOf(name: string, path = ""): readonly string[] {
  const visit = (schema: Schema, at: string): readonly string[] => {
    if (schema.$ref !== undefined) return writeOnlyOf(schema.$ref.split("/").at(-1)!, at);
    if (schema.writeOnly === true) return [at];
    const inner = [...(schema.allOf ?? []), ...(schema.anyOf ?? []), ...(schema.items ? [schema.items] : [])];
    const fields = Object.entries(schema.properties ?? {});
    return [
      ...inner.flatMap((part) => visit(part, at)),
      ...fields.flatMap(([key, field]) => visit(field, at === "" ? key : `${at}.${key}`)),
    ];
  };
  return visit(components.schemas[name]!, path);
}

test.each([
  [
    "one file",
    { "a.yaml": "name: a\n---\nname: b\n---\nname: a\n" },
    'a.yaml: an earlier document of it already has a pipeline named "a"',
  ],
  ["two files", { "a.yaml": "name: a", "b.yaml": "name: a" }, "a.yaml already has a pipeline named"],
])("a name twice in %s is refused: the last would win", async (_, files, problem) => {
  const folder = await mkdtemp(join(tmpdir(), "datamantri-files-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    await expect(readPipelineFiles(folder, {})).rejects.toThrow(problem);
  } finally {
    await rm(folder, { recursive: true });
  }
});
