import type { StackAccess } from "../stack/start-stack.ts";

/** The stack's database for targets, as a pipeline's destination or a connection names it. */
export function warehouseOf({ postgres }: Pick<StackAccess, "postgres">) {
  const url = new URL(postgres);
  return {
    host: url.hostname,
    port: Number(url.port),
    database: url.pathname.slice(1),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
  };
}
