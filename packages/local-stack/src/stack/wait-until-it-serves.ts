import { setTimeout as sleep } from "node:timers/promises";
import { ApiClient } from "../api/api-client.ts";
import type { StackAccess } from "./start-stack.ts";

const timeoutMs = 30_000;

/**
 * Resolves when the gateway reports that it is healthy and an administrator's request is answered: then gateway, NATS,
 * registry and its database all work.
 */
export async function waitUntilItServes(access: StackAccess): Promise<ApiClient> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      const health = await fetch(`${access.url}/health`, { signal: AbortSignal.timeout(5_000) });
      if (!health.ok) throw new Error(`GET /health answered ${health.status}`);
      const api = await ApiClient.logIn(access.url, access.email, access.password);
      await api.get("/api/v1/pipelines");
      return api;
    } catch (error) {
      if (performance.now() > deadline) {
        throw new Error(`The gateway was not ready within ${timeoutMs / 1000} s: ${String(error)}`, { cause: error });
      }
      await sleep(50);
    }
  }
}
