/** The pages and their addresses. What a page filters and shows is in its address. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { healths, type Health } from "./pages/pipelines/health.ts";
import { causes, occurrenceStatuses, runStatuses } from "./api/choices.ts";
import type { Occurrence, RunStatus } from "./api/types.ts";
import { pipelineTabs } from "./pages/pipeline/pipeline-tabs.ts";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell });

const dashboard = createRoute({
  getParentRoute: () => root,
  path: "/",
  component: lazyRouteComponent(() => import("./pages/dashboard/dashboard-page.tsx")),
});

const pipelines = createRoute({
  getParentRoute: () => root,
  path: "/pipelines",
  validateSearch: (search): { health?: Health | undefined; q?: string | undefined } => ({
    ...pick(search, "health", healths),
    ...pickText(search, "q"),
  }),
  component: lazyRouteComponent(() => import("./pages/pipelines/pipelines-page.tsx")),
});

const newPipeline = createRoute({
  getParentRoute: () => root,
  path: "/pipelines/new",
  component: lazyRouteComponent(() => import("./pages/edit/new-pipeline-page.tsx")),
});

const pipeline = createRoute({
  getParentRoute: () => root,
  path: "/pipelines/$pipelineId",
  validateSearch: (
    search,
  ): {
    tab?: (typeof pipelineTabs)[number] | undefined;
    occurrences?: Occurrence["status"] | undefined;
  } => ({
    ...pick(search, "tab", pipelineTabs),
    ...pick(search, "occurrences", occurrenceStatuses),
  }),
  component: lazyRouteComponent(() => import("./pages/pipeline/pipeline-page.tsx")),
});

const editPipeline = createRoute({
  getParentRoute: () => root,
  path: "/pipelines/$pipelineId/edit",
  component: lazyRouteComponent(() => import("./pages/edit/edit-pipeline-page.tsx")),
});

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: (
    search,
  ): {
    status?: RunStatus | undefined;
    cause?: (typeof causes)[number] | undefined;
    pipeline?: string | undefined;
    error?: string | undefined;
  } => ({
    ...pick(search, "status", runStatuses),
    ...pick(search, "cause", causes),
    ...pickText(search, "pipeline"),
    ...pickText(search, "error"),
  }),
  component: lazyRouteComponent(() => import("./pages/runs/runs-page.tsx")),
});

const connections = createRoute({
  getParentRoute: () => root,
  path: "/connections",
  component: lazyRouteComponent(() => import("./pages/connections/connections-page.tsx")),
});

const connection = createRoute({
  getParentRoute: () => root,
  path: "/connections/$connectionId",
  validateSearch: (search): { space?: string | undefined; table?: string | undefined } => ({
    ...pickText(search, "space"),
    ...pickText(search, "table"),
  }),
  component: lazyRouteComponent(() => import("./pages/connections/connection-page.tsx")),
});

const run = createRoute({
  getParentRoute: () => root,
  path: "/runs/$runId",
  component: lazyRouteComponent(() => import("./pages/run/run-page.tsx")),
});

const system = createRoute({
  getParentRoute: () => root,
  path: "/system",
  component: lazyRouteComponent(() => import("./pages/system/system-page.tsx")),
});

const users = createRoute({
  getParentRoute: () => root,
  path: "/settings/users",
  component: lazyRouteComponent(() => import("./pages/settings/users-page.tsx")),
});

const apiKeys = createRoute({
  getParentRoute: () => root,
  path: "/settings/api-keys",
  component: lazyRouteComponent(() => import("./pages/settings/api-keys-page.tsx")),
});

const webhooks = createRoute({
  getParentRoute: () => root,
  path: "/settings/webhooks",
  component: lazyRouteComponent(() => import("./pages/settings/webhooks-page.tsx")),
});

const audit = createRoute({
  getParentRoute: () => root,
  path: "/settings/audit",
  validateSearch: (search): { object?: string | undefined } => pickText(search, "object"),
  component: lazyRouteComponent(() => import("./pages/settings/audit-page.tsx")),
});

const account = createRoute({
  getParentRoute: () => root,
  path: "/settings/account",
  component: lazyRouteComponent(() => import("./pages/settings/account-page.tsx")),
});

export const router = createRouter({
  routeTree: root.addChildren([
    dashboard,
    pipelines,
    newPipeline,
    pipeline,
    editPipeline,
    runs,
    run,
    connections,
    connection,
    system,
    users,
    apiKeys,
    webhooks,
    audit,
    account,
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}

/** A field of the address if it is one of the choices, else undefined. */
function pick<Name extends string, Choice extends string>(
  search: Record<string, unknown>,
  name: Name,
  choices: readonly Choice[],
): { [Key in Name]?: Choice } {
  const value = search[name];
  return (choices as readonly unknown[]).includes(value) ? ({ [name]: value } as never) : {};
}

function pickText<Name extends string>(search: Record<string, unknown>, name: Name): { [Key in Name]?: string } {
  const value = search[name];
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? ({ [name]: text } as never) : {};
}
