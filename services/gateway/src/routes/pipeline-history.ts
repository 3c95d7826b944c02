import { createRoute, z } from "@hono/zod-openapi";

import type { Backend } from "../backend.ts";
import { jsonAnswer } from "../openapi/content.ts";
import { itemsOf, listAnswer, numberCursor, pageQuery } from "../openapi/paging.ts";
import { problems, signedIn } from "../openapi/problems.ts";
import { createRouter, type Router } from "../openapi/router.ts";
import { idOf, versionParams } from "../openapi/parameters.ts";
import { changeExample, changeView, versionExample, versionView } from "@datamantri/api";

const tags = ["Pipelines"];

const list = createRoute({
  method: "get",
  path: "/{id}/changes",
  operationId: "listPipelineChanges",
  summary: "List a pipeline's versions",
  tags,
  request: { params: idOf("pipeline"), query: z.object(pageQuery(100, numberCursor)) },
  responses: {
    200: listAnswer(
      "Every version with its author and changes, newest first; also of an archived pipeline.",
      changeView,
      changeExample,
    ),
    ...problems(...signedIn, 404),
  },
});

const get = createRoute({
  method: "get",
  path: "/{id}/changes/{version}",
  operationId: "getPipelineVersion",
  summary: "Get a version of a pipeline",
  description: "Includes its configuration. PUT it to restore the version; secrets are unaffected.",
  tags,
  request: { params: versionParams },
  responses: {
    200: jsonAnswer("The version; also of an archived pipeline.", versionView, versionExample),
    ...problems(...signedIn, 404),
  },
});

/** Under /api/v1/pipelines */
export function pipelineHistoryRoutes(backend: Backend): Router {
  const routes = createRouter();

  routes.openapi(list, async (context) => {
    const request = { ...context.req.valid("query"), ...context.req.valid("param") };
    return context.json(itemsOf(context, await backend.registry("pipelines.changes", request)), 200);
  });

  routes.openapi(get, async (context) => {
    return context.json(await backend.registry("pipelines.version", context.req.valid("param")), 200);
  });
  return routes;
}
