import { describe, expect, test } from "vitest";

import { parsePipelines } from "../src/pipeline-files.ts";

const parse = (text: string, environment: Record<string, string> = {}) => parsePipelines("a.yaml", text, environment);

describe("a file", () => {
  test("has one pipeline or several", () => {
    const { files, problems } = parse("name: a\n---\nname: b\nmode: replace\n---\n");
    expect(files.map(({ body }) => body)).toEqual([{ name: "a" }, { name: "b", mode: "replace" }]);
    expect(problems).toEqual([]);
  });

  test("names variables of the environment anywhere in a text", () => {
    const text = 'name: a\nlist: ["x-${ONE}-${TWO}"]\nquery: "$${ONE} $ONE ${}"\n';
    expect(parse(text, { ONE: "1: #", TWO: "" }).files[0]?.body).toMatchObject({
      list: ["x-1: #-"],
      query: "${ONE} $ONE ${}",
    });
  });

  test("tells everything that is wrong with it", () => {
    expect(parse("name: a\npassword: ${NOWHERE}${NOR_HERE}").problems).toEqual([
      "a.yaml: the environment variable NOWHERE is not set",
      "a.yaml: the environment variable NOR_HERE is not set",
    ]);
    expect(parse("nam: a").problems).toEqual(["a.yaml: a pipeline needs a name"]);
    expect(parse("just text").problems).toEqual(["a.yaml: a pipeline needs a name"]);
    expect(parse("name: [a").problems).toEqual([expect.stringContaining("a.yaml: ")]);
    expect(parse("name: a\nname: b").problems).toEqual([expect.stringContaining("unique")]);
  });
});
