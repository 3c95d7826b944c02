/**
 * Counts and durations of requests for Prometheus. Labels are route templates and status codes: no id, name or address,
 * so there are only as many series as routes and codes.
 */
import type { MiddlewareHandler } from "hono";
import { Counter, Histogram, Registry } from "prom-client";

import type { Endpoint } from "@datamantri/bus";

import { operationOf } from "../auth/authenticate.ts";
import type { AppEnv } from "../auth/identity.ts";

/** Upper bounds in seconds. */
const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** Route label of all other requests: the console's files and unknown paths. */
const otherRoutes = "other other";

export class RequestMetrics {
  readonly #endpoint: Endpoint | undefined;
  readonly registry = new Registry();
  readonly #requests = new Counter({
    name: "datamantri_http_requests_total",
    help: "Requests answered.",
    labelNames: ["method", "route", "status"],
    registers: [this.registry],
  });
  readonly #durations = new Histogram({
    name: "datamantri_http_request_duration_seconds",
    help: "From the request's head to the answer's head.",
    labelNames: ["method", "route"],
    buckets,
    registers: [this.registry],
  });

  /** @param endpoint of the process's own metrics. */
  constructor(endpoint?: Endpoint) {
    this.#endpoint = endpoint;
  }

  /** @param operation such as `GET /api/v1/runs/{id}`; undefined for an unknown route. */
  observe(operation: string = otherRoutes, status: number, seconds: number): void {
    this.#endpoint?.record(seconds * 1_000, status >= 500 ? `http_${status}` : undefined);
    const [method, route] = operation.split(" ") as [string, string];
    this.#requests.inc({ method, route, status });
    this.#durations.observe({ method, route }, seconds);
  }
}

export function measureRequests(metrics: RequestMetrics): MiddlewareHandler<AppEnv> {
  return async (context, next) => {
    const startedAt = performance.now();
    await next();
    metrics.observe(operationOf(context), context.res.status, (performance.now() - startedAt) / 1_000);
  };
}
