import * as z from "zod";

const parameterType = z.object({ type: z.string(), arrayType: z.object({ type: z.string() }).optional() });
// Text by the reference; the Node client sends numbers and booleans unquoted, and BigQuery accepts them.
const scalarValue = z.union([z.string(), z.number().transform(String), z.boolean().transform(String)]).nullish();
const parameterValue = z.object({
  value: scalarValue,
  arrayValues: z.array(z.object({ value: scalarValue })).optional(),
});

/** A query parameter in REST's format: scalars and arrays of them. */
export const queryParameter = z.object({
  name: z.string().optional(),
  parameterType,
  parameterValue,
});

/** See {@link queryParameter}. */
export type QueryParameter = z.infer<typeof queryParameter>;
