/** Rules for every option of a pipeline (CONTRIBUTING.md: a new option of a pipeline). */
import { expect, test } from "vitest";

import { pipelineBody, pipelineDefaults, pipelineView, toPipelineRequest, configurationOf } from "../src/index.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly title?: string;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const root = pipelineView.toJSONSchema({ unrepresentable: "any" }) as Schema;

const behind = ({ $ref, ...schema }: Schema): Schema =>
  $ref === undefined ? schema : { ...behind(root.$defs![$ref.split("/").at(-1)!]!), ...schema };

const { properties: options = {}, required = [] } = behind(root);

const partsOf = (schema: Schema): readonly Schema[] => {
  const { anyOf = [], oneOf = [], items, properties = {} } = behind(schema);
  return [...anyOf, ...oneOf, ...(items ? [items] : []), ...Object.values(properties)].flatMap((part) => [
    behind(part),
    ...partsOf(part),
  ]);
};

/** Without the null of the option itself. */
const valuesOf = (schema: Schema): readonly Schema[] =>
  (behind(schema).anyOf ?? [schema]).map(behind).filter(({ type }) => type !== "null");

test("an option at the top is always present, and null if unset", () => {
  expect(required).toContain("mapping");
  expect(required.toSorted()).toEqual(Object.keys(options).toSorted());
});

test("an option inside is absent if unset, and never null", () => {
  for (const [name, option] of Object.entries(options)) {
    const nullable = valuesOf(option)
      .flatMap(partsOf)
      .filter(({ type }) => type === "null");
    expect(nullable, name).toEqual([]);
  }
});

test("a pipeline with only the required options has the defaults, and these are valid", () => {
  const body = pipelineBody.parse({
    name: "n",
    source_config: { project: "p", dataset: "d", table: "t" },
    destination_config: { host: "h", database: "d", user: "u", table: "t" },
  });
  const { pipeline } = toPipelineRequest(body);
  expect(configurationOf(pipeline)).toMatchObject(pipelineDefaults);
});

test("an option of a column has a title and a description", () => {
  const columns = behind(valuesOf(options["mapping"]!)[0]!).properties!["columns"]!;
  for (const [name, option] of Object.entries(behind(columns.items!).properties!)) {
    expect([name, behind(option)]).toEqual([
      name,
      expect.objectContaining({ title: expect.any(String), description: expect.any(String) }),
    ]);
  }
});
