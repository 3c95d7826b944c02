/** Parts that every resource's routes share: JSON bodies and JSON answers. */
import type * as z from "zod";

/** A required body. `example` has to match the schema; a test checks it. */
export function jsonBody<Schema extends z.ZodType>(schema: Schema, example: z.input<Schema>) {
  return { required: true, content: { "application/json": { schema, example } } };
}

/** An answer. `example` has to match the schema; a test checks it. */
export function jsonAnswer<Schema extends z.ZodType>(description: string, schema: Schema, example: z.output<Schema>) {
  return { description, content: { "application/json": { schema, example } } };
}

/**
 * Returns the schema with the methods that `register` needs: only schemas created after the OpenAPI library was loaded
 * have them.
 */
export function describable<Schema extends z.ZodType>(schema: Schema): Schema {
  return schema.clone();
}
