/** Problem answers, described once and referenced by every route. */
import type { OpenAPIHono } from "@hono/zod-openapi";

import { titles, type ProblemStatus } from "../problem.ts";
import { problemView } from "@datamantri/api";
import { describable } from "./content.ts";

/** What any route may answer that needs a token. */
export const signedIn = [400, 401, 403, 424, 429, 500, 503] as const;
/** What a route may answer besides that takes a body. */
export const withBody = [413, 415] as const;

interface ProblemAnswer {
  readonly description: string;
  readonly content: { readonly "application/problem+json": { readonly schema: typeof problemView } };
}

/** For a route's `responses`: `...problems(...signedIn, 404)`. */
export function problems<Status extends ProblemStatus>(...statuses: Status[]): Record<Status, ProblemAnswer> {
  const references = statuses.map((status) => [status, { $ref: `#/components/responses/${componentName(status)}` }]);
  // A reference has no type of its own; without one, the compiler would let a handler answer anything.
  return Object.fromEntries(references) as Record<Status, ProblemAnswer>;
}

export function describeProblems(registry: OpenAPIHono["openAPIRegistry"]): void {
  registry.register("Problem", describable(problemView));
  for (const [status, description] of Object.entries(titles)) {
    registry.registerComponent("responses", componentName(Number(status)), {
      description,
      ...headersOf(Number(status)),
      content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
    });
  }
}

function componentName(status: number): string {
  const title = titles[status as ProblemStatus];
  return title.replace(/ ([a-z])/g, (_space, letter: string) => letter.toUpperCase());
}

function headersOf(status: number) {
  const text = (description: string, example: string) => ({
    description,
    schema: { type: "string" as const },
    example,
  });
  if (status === 401) return { headers: { "WWW-Authenticate": text("How to authenticate.", "Bearer") } };
  if (status === 424 || status === 429 || status === 503)
    return { headers: { "Retry-After": text("Seconds to wait before the next attempt.", "2") } };
  return {};
}
