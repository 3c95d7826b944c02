import type { components } from "./generated/api.ts";

export type Problem = components["schemas"]["Problem"];

/** An error response: its `code` (docs/errors.md), detail and solution. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly problem: Problem;

  constructor(problem: Problem) {
    super([problem.detail, problem.solution].filter(Boolean).join(" — "));
    this.status = problem.status;
    this.problem = problem;
  }
}

/** Result of every call of the client. */
interface Answer<Data> {
  readonly data?: Data;
  readonly error?: unknown;
  readonly response: Response;
}

/**
 * Throws on an error response.
 *
 * @throws ApiError with the API's problem; TypeError when the API could not be reached.
 */
export async function dataOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call;
  if (response.ok) return data as Data;
  throw new ApiError(isProblem(error) ? error : unknownProblem(response));
}

function isProblem(error: unknown): error is Problem {
  return typeof error === "object" && error !== null && "code" in error && "detail" in error;
}

/** Something between us and the API answered: a proxy, a load balancer. */
function unknownProblem({ status, statusText, url }: Response): Problem {
  const detail = `${url} answered ${status} ${statusText}`.trim();
  return { type: "about:blank", title: statusText, status, code: "internal", detail };
}
