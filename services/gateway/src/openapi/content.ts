/** The parts of a route that every resource has: JSON bodies and JSON answers. */
import type * as z from "zod";

/** A body that must be there. `example` has to fit the schema; a test looks. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { "application/json": { schema, example } } };
}

/** An answer. `example` has to fit the schema; a test looks. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema, example: z.output<Schema>) {
  return { description, content: { "application/json": { schema, example } } };
}

/** The schema with what `register` needs: only schemas that are made after the OpenAPI library was loaded have it. */
export function describable<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.clone();
}
