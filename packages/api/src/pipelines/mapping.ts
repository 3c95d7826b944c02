/** Mapping of source columns to target columns. Validated as far as possible without the source's schema. */
import { z } from "zod";

import { upToErrors } from "../up-to-errors.ts";
import { asPostgresName } from "./postgres-name.ts";
import { parseTargetType, targetTypes } from "./target-types.ts";

const path = z.string().min(1).max(10_000);

const targetName = asPostgresName(z.string().min(1));

const cast = z
  .string()
  .max(100)
  .refine((type) => parseTargetType(type) !== null, {
    error: `must be one of ${targetTypes.join(", ")}, varchar(n) or numeric(p,s)`,
  });

/** The extractor masks: no message, log or table ever has the original. NULL stays NULL. */
const mask = z
  .discriminatedUnion("method", [
    z.strictObject({
      method: z.literal("sha256"),
      salted: z.boolean().optional().meta({ description: "Puts the mask key before the text." }),
    }),
    z.strictObject({ method: z.literal("hmac") }),
    z.strictObject({
      method: z.literal("redact"),
      replacement: z.string().min(1).max(1_000).optional().meta({ description: "Default: NULL." }),
    }),
    z
      .strictObject({
        method: z.literal("partial"),
        keep_first: z.int().min(0).max(1_000).optional(),
        keep_last: z.int().min(0).max(1_000).optional(),
      })
      .refine(({ keep_first = 0, keep_last = 0 }) => keep_first + keep_last > 0, {
        error: "would keep no character: set keep_first or keep_last, or use redact",
      }),
  ])
  .meta({
    id: "Mask",
    title: "Mask",
    description:
      "Hides a column's values. `sha256` and `hmac`: digest in hexadecimal. `redact`: a replacement. `partial`: `*` " +
      "for each character but the first and last ones.",
  });
export type Mask = z.infer<typeof mask>;

const columnMapping = z
  .strictObject({
    source: path.meta({
      title: "Source column",
      description: "Name in the source. For a field of a STRUCT the path: `address.city`.",
    }),
    name: targetName
      .optional()
      .meta({ title: "Name", description: "Name in the target. Default: the name in the source." }),
    exclude: z.boolean().optional().meta({ title: "Exclude", description: "Does not read the column." }),
    cast: cast.optional().meta({ title: "Type", description: "PostgreSQL type, such as `numeric(12,2)`." }),
    mask: mask.optional(),
    as: z.enum(["jsonb", "flatten", "native"]).optional().meta({
      title: "Nested type",
      description: "For this STRUCT or ARRAY, in place of the mapping's `structs` and `arrays`.",
    }),
  })
  .refine((column) => column.exclude !== true || !(column.name ?? column.cast ?? column.mask ?? column.as), {
    error: "an excluded column can have no other setting",
    path: ["exclude"],
  })
  .refine(({ cast: type, mask: how, as }) => [type, how, as].filter((one) => one !== undefined).length <= 1, {
    error: "only one of cast, mask and as can be set",
  })
  .meta({ id: "ColumnMapping" });
export type ColumnMapping = z.infer<typeof columnMapping>;

export const unrepresentablePolicies = ["fail", "replace", "null", "reject"] as const;
export type Unrepresentable = (typeof unrepresentablePolicies)[number];

/** As stored, without the mask key. A new option of a mapping is declared here, and nowhere else. */
export const mappingView = z
  .strictObject({
    columns: upToErrors(
      z
        .array(columnMapping)
        .max(10_000)
        .refine((columns) => new Set(columns.map(({ source }) => source.toLowerCase())).size === columns.length, {
          error: "has two entries for the same source column",
        }),
    )
      .readonly()
      .optional()
      .meta({ title: "Columns", description: "Columns that differ from the default of docs/types.md." }),
    structs: z.enum(["jsonb", "flatten"]).optional().meta({
      title: "STRUCTs",
      description: "`flatten` creates a column for each field. Default: `jsonb`.",
    }),
    arrays: z.enum(["jsonb", "native"]).optional().meta({
      title: "ARRAYs of scalars",
      description: "`native` creates PostgreSQL arrays. Default: `jsonb`.",
    }),
    geography: z.enum(["text", "postgis"]).optional().meta({
      title: "GEOGRAPHY",
      description: "`postgis` creates columns of type `geography`, which needs the extension. Default: `text`.",
    }),
    unrepresentable: z.enum(unrepresentablePolicies).optional().meta({
      title: "Invalid values",
      description: "What happens to a value that PostgreSQL cannot store. Default: `fail`.",
    }),
  })
  .meta({ id: "Mapping" });
export type Mapping = z.infer<typeof mappingView>;

/** In requests. */
export const mappingBody = mappingView
  .extend({
    mask_key: z.string().min(16, "needs at least 16 characters").max(1_024).optional().meta({
      title: "Mask key",
      writeOnly: true,
      format: "password",
      description: "Key of the masks `hmac` and salted `sha256`.",
    }),
  })
  .refine(
    ({ columns = [], mask_key }) =>
      mask_key !== undefined ||
      columns.every(({ mask: how }) => how?.method !== "hmac" && !(how?.method === "sha256" && how.salted === true)),
    { error: "is required for the mask hmac and for a salted sha256", path: ["mask_key"] },
  )
  .meta({ id: "MappingInput" });
