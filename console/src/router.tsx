/** The pages and their URLs. A page's filters and tabs are in its URL. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from "@tanstack/react-router";

import { healths } from "./pages/pipelines/health.ts";
import { causes, occurrenceStatuses, runStatuses } from "./api/choices.ts";
import { pipelineTabs } from "./pages/pipeline/pipeline-tabs.ts";
import { Shell } from "./shell/shell.tsx";

const root = createRootRoute({ component: Shell });

const page = <Path extends string>(path: Path, load: Parameters<typeof lazyRouteComponent>[0]) =>
  createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load) });

const dashboard = page("/", () => import("./pages/dashboard/dashboard-page.tsx"));

const pipelines = createRoute({
  getParentRoute: () => root,
  path: "/pipelines",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pick(search, "health", healths),
    ...pickText(search, "q"),
  }),
  component: lazyRouteComponent(() => import("./pages/pipelines/pipelines-page.tsx")),
});

const newPipeline = page("/pipelines/new", () => import("./pages/edit/new-pipeline-page.tsx"));

const pipeline = createRoute({
  getParentRoute: () => root,
  path: "/pipelines/$pipelineId",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pick(search, "tab", pipelineTabs),
    ...pick(search, "occurrences", occurrenceStatuses),
  }),
  component: lazyRouteComponent(() => import("./pages/pipeline/pipeline-page.tsx")),
});

const editPipeline = page("/pipelines/$pipelineId/edit", () => import("./pages/edit/edit-pipeline-page.tsx"));

const runs = createRoute({
  getParentRoute: () => root,
  path: "/runs",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pick(search, "status", runStatuses),
    ...pick(search, "cause", causes),
    ...pickText(search, "pipeline"),
    ...pickText(search, "error"),
  }),
  component: lazyRouteComponent(() => import("./pages/runs/runs-page.tsx")),
});

const connections = page("/connections", () => import("./pages/connections/connections-page.tsx"));

const connection = createRoute({
  getParentRoute: () => root,
  path: "/connections/$connectionId",
  validateSearch: (search: Record<string, unknown>) => ({
    ...pickText(search, "space"),
    ...pickText(search, "table"),
  }),
  component: lazyRouteComponent(() => import("./pages/connections/connection-page.tsx")),
});

const run = page("/runs/$runId", () => import("./pages/run/run-page.tsx"));
const system = page("/system", () => import("./pages/system/system-page.tsx"));
const users = page("/settings/users", () => import("./pages/settings/users-page.tsx"));
const apiKeys = page("/settings/api-keys", () => import("./pages/settings/api-keys-page.tsx"));
const webhooks = page("/settings/webhooks", () => import("./pages/settings/webhooks-page.tsx"));

const audit = createRoute({
  getParentRoute: () => root,
  path: "/settings/audit",
  validateSearch: (search: Record<string, unknown>) => pickText(search, "object"),
  component: lazyRouteComponent(() => import("./pages/settings/audit-page.tsx")),
});

const account = page("/settings/account", () => import("./pages/settings/account-page.tsx"));

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

/** A URL parameter if it is one of the choices, otherwise undefined. */
function pick<Name extends string, Choice extends string>(
  search: Record<string, unknown>,
  name: Name,
  choices: readonly Choice[],
): { [Key in Name]?: Choice | undefined } {
  const value = search[name];
  return (choices as readonly unknown[]).includes(value) ? ({ [name]: value } as never) : {};
}

function pickText<Name extends string>(
  search: Record<string, unknown>,
  name: Name,
): { [Key in Name]?: string | undefined } {
  const value = search[name];
  const text = typeof value === "number" ? String(value) : value;
  return typeof text === "string" && text !== "" ? ({ [name]: text } as never) : {};
}
