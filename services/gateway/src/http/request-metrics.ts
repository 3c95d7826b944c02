/**
 * Counts and durations of requests, in Prometheus' text format 0.0.4:
 * https://prometheus.io/docs/instrumenting/exposition_formats/
 * Labels are route templates and status codes: no id, name or address, and as many series as there are routes.
 */
import type { MiddlewareHandler } from "hono";

import type { Endpoint } from "@datamantri/bus";

import { operationOf } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";

/** Upper bounds in seconds. */
const bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Of what is no route of the API: files of the console, and what there is not. */
const otherRoutes = 'method="other",route="other"';

interface Durations {
  /** By bound, each with those below it. */
  readonly counts: number[];
  count: number;
  sum: number;
}

export class RequestMetrics {
  readonly #endpoint: Endpoint | undefined;
  readonly #requests = new Map<string, number>();
  readonly #durations = new Map<string, Durations>();

  /** @param endpoint what the process tells of its work. */
  constructor(endpoint?: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** @param operation such as `GET /api/v1/runs/{id}`; undefined for what is no route. */
  observe(operation: string | undefined, status: number, seconds: number): void {
    this.#endpoint?.record(seconds * 1_000, status >= 500 ? `http_${status}` : undefined);
    const route = operation === undefined ? otherRoutes : toLabels(operation);
    const key = `${route},status="${status}"`;
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    const durations = this.#durations.get(route) ?? { counts: bounds.map(() => 0), count: 0, sum: 0 };
    bounds.forEach((bound, i) => (durations.counts[i]! += seconds <= bound ? 1 : 0));
    durations.count++;
    durations.sum += seconds;
    this.#durations.set(route, durations);
  }

  render(): string {
    const requests = [...this.#requests].map(([labels, count]) => `datamantri_http_requests_total{${labels}} ${count}`);
    const name = "datamantri_http_request_duration_seconds";
    const durations = [...this.#durations].flatMap(([route, { counts, count, sum }]) => [
      ...bounds.map((bound, i) => `${name}_bucket{${route},le="${bound}"} ${counts[i]}`),
      `${name}_bucket{${route},le="+Inf"} ${count}`,
      `${name}_sum{${route}} ${sum}`,
      `${name}_count{${route}} ${count}`,
    ]);
    const lines = [
      "# HELP datamantri_http_requests_total Requests answered.",
      "# TYPE datamantri_http_requests_total counter",
      ...requests,
      `# HELP ${name} From the request's head to the answer's head.`,
      `# TYPE ${name} histogram`,
      ...durations,
    ];
    return `${lines.join("\n")}\n`;
  }
}

export function measureRequests(metrics: RequestMetrics): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const startedAt = performance.now();
    await next();
    metrics.observe(operationOf(context), context.res.status, (performance.now() - startedAt) / 1_000);
  };
}

function toLabels(operation: string): string {
  const [method, route] = operation.split(" ");
  return `method="${method}",route="${route}"`;
}
