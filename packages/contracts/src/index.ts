export * from "./cloud-events.ts";
export * from "./codec.ts";
export * from "./consumers.ts";
export type * from "./extractor-api.ts";
export * from "./identity-api.ts";
export * from "./ids.ts";
export type * from "./messages.ts";
export * from "./registry-api.ts";
export * from "./subjects.ts";
