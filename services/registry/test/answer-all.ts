import type { ApiHandlers } from "@datamantri/bus";
import type { RegistryApi, SecretsApi } from "@datamantri/contracts";

import { answerRequests } from "../src/requests/answer-requests.ts";
import { answerSecretRequests } from "../src/requests/answer-secrets.ts";
import type { Sealer } from "../src/secrets/sealer.ts";
import type { TestRegistry } from "./test-registry.ts";

export type Api = ApiHandlers<RegistryApi> & ApiHandlers<SecretsApi>;

/** Answers requests of the gateway and of workers, as the registry does. */
export function answerAll(registry: TestRegistry, sealer: Sealer = registry.sealer): Api {
  return { ...answerRequests(registry, sealer), ...answerSecretRequests(registry.db, sealer, registry.audit) };
}
