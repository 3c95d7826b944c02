import { pipelineBody } from "@datamantri/api";

/** Nested no deeper: lists, labels and masks are one field each. */
interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly title?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
}

/** console/src/generated/pipeline-fields.ts: label, help and values of each option, without Zod and what it brings. */
export function pipelineFieldsModule(): string {
  const schema = pipelineBody.toJSONSchema({ io: "input", unrepresentable: "any" }) as Schema;
  return [
    "/** Every option of a pipeline by its path: from packages/api/src/pipelines by `npm run generate`. */",
    "export const declaredFields = {",
    ...fieldsOf("", schema, schema.$defs ?? {}),
    "} as const;",
    "",
  ].join("\n");
}

function fieldsOf(path: string, schema: Schema, definitions: Readonly<Record<string, Schema>>): readonly string[] {
  const { title, description, properties, enum: values } = plain(schema, definitions);
  if (properties !== undefined) {
    return Object.entries(properties).flatMap(([name, field]) =>
      fieldsOf(path === "" ? name : `${path}.${name}`, field, definitions),
    );
  }
  if (title === undefined || description === undefined) {
    throw new Error(
      `the option ${path} has no title or no description: the form shows both (packages/api/src/pipelines)`,
    );
  }
  const field = { label: title, help: description, ...(values && { values }) };
  return [`  ${JSON.stringify(path)}: ${JSON.stringify(field)},`];
}

/** The schema behind a reference, or that of a value that may also be null; the text beside it comes first. */
function plain({ $ref, anyOf, ...schema }: Schema, definitions: Readonly<Record<string, Schema>>): Schema {
  const other = $ref === undefined ? anyOf?.[0] : definitions[$ref.replace("#/$defs/", "")];
  return other === undefined ? schema : { ...plain(other, definitions), ...schema };
}
