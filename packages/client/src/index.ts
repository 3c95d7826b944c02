export { accessTokenOf, openClient } from "./client.ts";
export type { Client, ClientOptions } from "./client.ts";
export { ApiError, dataOf } from "./api-error.ts";
export type { components, operations, paths } from "./generated/api.ts";
export { runSeconds, toProgressLine, toResultLine } from "./progress-line.ts";
