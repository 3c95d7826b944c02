/** What a client says about columns, checked as far as it can be without the source's schema. */
import { z } from "@hono/zod-openapi";

import { parseTargetType, targetTypes, type Mapping } from "@datamantri/contracts";

const path = z.string().min(1).max(10_000);

/** Quoted identifiers hold any character but NUL; longer ones PostgreSQL would cut. */
const targetName = z
  .string()
  .min(1)
  .refine((name) => !name.includes("\0"), { error: "holds the character U+0000, which PostgreSQL cannot" })
  .refine((name) => Buffer.byteLength(name) <= 63, { error: "has more than the 63 bytes that PostgreSQL takes" });

const cast = z
  .string()
  .max(100)
  .refine((type) => parseTargetType(type) !== null, {
    error: `must be one of ${targetTypes.join(", ")}, varchar(n) or numeric(p,s)`,
  });

const mask = z
  .discriminatedUnion("method", [
    z.strictObject({ method: z.literal("sha256"), salted: z.boolean().optional() }),
    z.strictObject({ method: z.literal("hmac") }),
    z.strictObject({ method: z.literal("redact"), replacement: z.string().min(1).max(1_000).optional() }),
    z
      .strictObject({
        method: z.literal("partial"),
        keep_first: z.int().min(0).max(1_000).optional(),
        keep_last: z.int().min(0).max(1_000).optional(),
      })
      .refine(({ keep_first = 0, keep_last = 0 }) => keep_first + keep_last > 0, {
        error: "keeps nothing: give keep_first or keep_last, or use redact",
      }),
  ])
  .meta({ id: "Mask" });

const columnMapping = z
  .strictObject({
    source: path,
    name: targetName.optional(),
    exclude: z.boolean().optional(),
    cast: cast.optional(),
    mask: mask.optional(),
    as: z.enum(["jsonb", "flatten", "native"]).optional(),
  })
  .refine((column) => column.exclude !== true || !(column.name ?? column.cast ?? column.mask ?? column.as), {
    error: "an excluded column takes nothing else",
    path: ["exclude"],
  })
  .refine(({ cast: type, mask: how, as }) => [type, how, as].filter((one) => one !== undefined).length <= 1, {
    error: "give one of cast, mask and as",
  })
  .meta({ id: "ColumnMapping" });

const mapping = z.strictObject({
  columns: z
    .array(columnMapping)
    .max(10_000)
    .refine((columns) => new Set(columns.map(({ source }) => source.toLowerCase())).size === columns.length, {
      error: "has two entries for one source column",
    })
    .readonly()
    .optional(),
  structs: z.enum(["jsonb", "flatten"]).optional(),
  arrays: z.enum(["jsonb", "native"]).optional(),
  geography: z.enum(["text", "postgis"]).optional(),
  unrepresentable: z
    .enum(["fail", "replace", "null", "reject"])
    .optional()
    .meta({ description: "What becomes of a value that PostgreSQL cannot hold; `fail` unless said." }),
});

/** As it is kept: without the key. */
export const mappingView = mapping.meta({ id: "Mapping" }) satisfies z.ZodType<Mapping>;

export const mappingBody = mapping
  .extend({
    mask_key: z.string().min(16, "needs at least 16 characters").max(1_024).optional().meta({
      writeOnly: true,
      format: "password",
      description: "Key of hmac and salted sha256; short ones are guessed.",
    }),
  })
  .refine(
    ({ columns = [], mask_key }) =>
      mask_key !== undefined ||
      columns.every(({ mask: how }) => how?.method !== "hmac" && !(how?.method === "sha256" && how.salted === true)),
    { error: "is needed with the mask hmac and with a salted sha256", path: ["mask_key"] },
  )
  .meta({ id: "MappingInput" });
