import type { z } from "zod";

/** Limit of invalid items that a person can still read. */
const enough = 20;

/**
 * Returns the same schema, but stops after the first invalid items of a long array: Zod checks every item, and an
 * invalid one takes much longer than a valid one.
 */
export function upToErrors<Item extends z.ZodType>(schema: z.ZodArray<Item>): z.ZodArray<Item> {
  // https://zod.dev/packages/core: a schema's `run` does the validation.
  const run = schema._zod.run.bind(schema._zod);
  schema._zod.run = (payload, context) => {
    if (Array.isArray(payload.value) && payload.value.length > enough) {
      payload.value = payload.value.slice(0, lengthUpToErrors(schema.element, payload.value));
    }
    return run(payload, context);
  };
  return schema;
}

function lengthUpToErrors(item: z.ZodType, values: readonly unknown[]): number {
  let wrong = 0;
  const last = values.findIndex((value) => !item.safeParse(value).success && ++wrong === enough);
  return last === -1 ? values.length : last + 1;
}
