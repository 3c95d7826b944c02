/** Lists return arrays; the URL of the next page is in the `Link` header (RFC 8288). */
import { z } from "@hono/zod-openapi";
import type { Context } from "hono";

import type { Page } from "@datamantri/contracts";

import { limitUpTo } from "./parameters.ts";
import { jsonAnswer } from "./content.ts";

/** Query parameters of a list. @param cursor schema of the list's cursors. */
export function pageQuery(maxLimit: number, cursor: z.ZodType<string> = z.uuid("is not a cursor from a list")) {
  return {
    limit: limitUpTo(maxLimit),
    cursor: cursor.optional().meta({ description: "Position in the list. Follow the URL in `Link` unchanged." }),
  };
}

/** Cursor of lists whose rows are numbered. */
export const numberCursor = z.string().regex(/^\d{1,15}$/, "is not a cursor from a list");

/** The answer of a list, with the header that `nextPage` sets. */
export function listAnswer<Item extends z.ZodType>(description: string, item: Item, example: z.output<Item>) {
  return {
    ...jsonAnswer(description, z.array(item).readonly(), [example] as never),
    headers: z.object({
      Link: z
        .string()
        .optional()
        .meta({ description: 'URL of the next page, `<...>; rel="next"`; missing on the last page.' }),
    }),
  };
}

/** Returns the items, and links to the next page in a header. @param parameter name of the cursor's query parameter. */
export function itemsOf<Item>(
  context: Context,
  { items, next_cursor }: Page<Item>,
  parameter = "cursor",
): readonly Item[] {
  if (next_cursor !== null) {
    const { pathname, searchParams } = new URL(context.req.url);
    searchParams.set(parameter, next_cursor);
    context.header("link", `<${pathname}?${searchParams.toString()}>; rel="next"`);
  }
  return items;
}
