import type { z } from "zod";

/** More wrong items than anybody reads of. */
const enough = 20;

/**
 * The same schema, which leaves out what follows the first wrong items of a long array: Zod checks every one, and each that is
 * wrong takes much longer than one that is right.
 */
export function upToErrors<Item extends z.ZodType>(schema: z.ZodArray<Item>): z.ZodArray<Item> {
  // https://zod.dev/packages/core: what a schema does is its `run`.
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
