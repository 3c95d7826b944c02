export * from "./config.ts";
export * from "./egress.ts";
export * from "./errors.ts";
export * from "./guarded-http.ts";
export * from "./lifecycle.ts";
export * from "./log.ts";
export * from "./retry.ts";
export * from "./secret.ts";
