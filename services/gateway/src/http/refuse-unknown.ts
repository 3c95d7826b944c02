import type { Context, MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

import { operationOf } from "../auth/authenticate.ts";
import { publicRoutes } from "../auth/policy.ts";
import type { ApiDocument } from "../openapi/document.ts";
import { ProblemError } from "../problem.ts";
import { isRead } from "./is-read.ts";

interface Described {
  readonly query: readonly string[];
  readonly body: "required" | "optional" | "none";
}

/** What no body says: some clients send it where there is nothing to say. */
const emptyBodies: ReadonlySet<string> = new Set(["", "{}"]);

/**
 * Refuses what an operation does not know: parameters of the query, because a filter with a typing error would list
 * everything, and bodies where there is nothing to say. What strangers may ask is left as it is: an identity provider
 * may add parameters to the address that it sends people back to.
 *
 * @param document says what each operation knows.
 */
export function refuseUnknown(document: ApiDocument): MiddlewareHandler {
  const described = new Map(operationsOf(document));
  return async (context, next) => {
    const operation = operationOf(context);
    const known = operation === undefined || publicRoutes.has(operation) ? undefined : described.get(operation);
    if (known) {
      refuseParameters(context, known.query);
      if (known.body !== "required") await refuseBody(context, known.body);
    }
    await next();
  };
}

function refuseParameters(context: Context, known: readonly string[]): void {
  const unknown = Object.keys(context.req.query()).filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `"${name.slice(0, 100)}"`).join(", ");
  const detail = `unknown query parameter ${names}; allowed: ${known.length === 0 ? "none" : known.join(", ")}`;
  throw new ProblemError({ status: 400, code: "request_invalid", detail });
}

async function refuseBody(context: Context, body: "optional" | "none"): Promise<void> {
  if (isRead(context.req.method) || context.req.raw.body === null) return;
  if (emptyBodies.has((await context.req.text()).trim())) return;
  if (body === "none") {
    const detail = "this request must not have a body";
    throw new ProblemError({ status: 400, code: "request_invalid", detail });
  }
  if (!/\bjson\b/i.test(context.req.header("content-type") ?? "")) throw new HTTPException(415);
}

function* operationsOf({ paths = {} }: ApiDocument): Generator<[operation: string, Described]> {
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, { parameters = [], requestBody }] of Object.entries(methods as Record<string, Operation>)) {
      const query = parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name);
      const body = requestBody === undefined ? "none" : requestBody.required === true ? "required" : "optional";
      yield [`${method.toUpperCase()} ${path}`, { query, body }];
    }
  }
}

/** Of the document's operations, what is looked at here. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly required?: boolean };
}
