import { join } from "node:path";

/** docs/openapi.json, as the gateway serves it; nothing is behind the routes, because none is called. */
export async function openApiDocument(root: string): Promise<string> {
  const gateway = join(root, "services/gateway/src");
  const { apiRoutes } = await import(join(gateway, "app.ts"));
  const { describeApi } = await import(join(gateway, "openapi/document.ts"));
  return `${JSON.stringify(describeApi(apiRoutes()), undefined, 2)}\n`;
}
