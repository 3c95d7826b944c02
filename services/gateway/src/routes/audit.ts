import { createRoute, z } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { itemsOf, listAnswer } from "../openapi/paging.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { auditEntryExample, auditEntryView, auditVerificationExample, auditVerificationView } from "@datamantri/api";
import { limitUpTo } from "../openapi/parameters.ts";

const tags = ["Audit"];

const before = z
  .string()
  .regex(/^\d{1,15}$/, "a sequence")
  .transform(Number)
  .optional()
  .meta({
    type: "integer",
    description: "Entries before this sequence. Follow the URL in `Link` unchanged.",
  });

const object = z
  .string()
  .min(1)
  .max(200)
  .optional()
  .meta({ description: "Only entries about this id, of a run, pipeline or user." });

const list = createRoute({
  method: "get",
  path: "/",
  operationId: "listAuditEntries",
  summary: "List audit log entries",
  tags,
  request: { query: z.object({ before, limit: limitUpTo(200), object }) },
  responses: {
    200: listAnswer("The entries, newest first.", auditEntryView, auditEntryExample),
    ...problems(...signedIn),
  },
});

const verify = createRoute({
  method: "get",
  path: "/verify",
  operationId: "verifyAuditLog",
  summary: "Verify the audit log",
  description: "Recomputes the chain of keyed hashes, and compares its end with the anchor in NATS.",
  tags,
  responses: {
    200: jsonAnswer("The result.", auditVerificationView, auditVerificationExample),
    ...problems(...signedIn),
  },
});

/** Under /api/v1/audit */
export function auditRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => {
    const { before = null, limit, object } = context.req.valid("query");
    const page = await backend.registry("audit.list", { before, limit, object });
    return context.json(itemsOf(context, page, "before"), 200);
  });

  routes.openapi(verify, async (context) => context.json(await backend.registry("audit.verify", {}), 200));
  return routes;
}
