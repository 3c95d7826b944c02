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

/** Empty bodies: some clients send them where none is expected. */
const emptyBodies: ReadonlySet<string> = new Set(["", "{}"]);

/**
 * Refuses query parameters and bodies that an operation does not have: a misspelled filter would otherwise list
 * everything. Public operations are exempt: an identity provider may add parameters to the URL to which it redirects.
 *
 * @param document defines the parameters and body of each operation.
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

/** The parts of the document's operations that are used here. */
interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly in: string }[];
  readonly requestBody?: { readonly required?: boolean };
}
