import { Validator } from "@seriousme/openapi-schema-validator";
import { z } from "@hono/zod-openapi";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

import { apiRoutes } from "../src/app.ts";
import { publicRoutes } from "../src/auth/policy.ts";
import { allowedMethods, describeApi } from "../src/openapi/document.ts";
import { referencePaths } from "../src/routes/reference.ts";

// The routes have no backend: none is called here.
const routes = apiRoutes(undefined as never, undefined as never, undefined as never);
const document = describeApi(routes);

const operations = Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
  Object.entries(item as Record<string, Operation>).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    operation,
  })),
);

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly security?: readonly unknown[];
  readonly responses: Readonly<Record<string, unknown>>;
}

describe("the OpenAPI document", () => {
  test("is valid OpenAPI 3.1, and every reference resolves", async () => {
    const validator = new Validator();
    const { valid, errors } = await validator.validate(JSON.parse(JSON.stringify(document)));
    expect(errors).toBeUndefined();
    expect(valid).toBe(true);
    expect(validator.version).toBe("3.1");
    expect(JSON.stringify(validator.resolveRefs())).not.toContain('"$ref"');
  });

  test("has valid JSON Schemas that accept their examples", async () => {
    const validator = new Validator();
    await validator.validate(JSON.parse(JSON.stringify(document)));
    const ajv = new Ajv2020({ strict: false, validateFormats: false });
    const contents = findContents(validator.resolveRefs());
    expect(contents.length).toBeGreaterThan(operations.length);
    for (const { schema, example } of contents) {
      const isValid = ajv.compile(schema);
      if (example !== undefined) expect([example, isValid(example), isValid.errors]).toEqual([example, true, null]);
    }
  });

  test("has every route that is served", () => {
    const served = routes.routes
      .filter(({ method }) => method !== "ALL")
      .map(({ method, path }) => `${method} ${path.replaceAll(/:([^/]+)/g, "{$1}")}`);
    expect(operations.map(({ name }) => name).toSorted()).toEqual([...new Set(served)].toSorted());
  });

  test("names and summarises every operation once", () => {
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(operations.length);
    const tags = document.tags?.map((tag) => tag.name);
    for (const { operation } of operations) {
      expect(operation).toMatchObject({ operationId: expect.any(String), summary: expect.any(String) });
      expect(tags).toContain(operation.tags?.[0]);
    }
  });

  test("marks the operations that need no token, and only those need none", () => {
    const open = operations.filter(({ operation }) => operation.security?.length === 0).map(({ name }) => name);
    const describing = referencePaths.concat("/openapi.json", "/api/v1/openapi.json").map((path) => `GET ${path}`);
    expect(new Set([...open, ...describing])).toEqual(publicRoutes);
    for (const { name, operation } of operations) {
      const opensSession = /\/(login|refresh|session|callback)$/.test(name);
      expect([name, "401" in operation.responses]).toEqual([name, !open.includes(name) || opensSession]);
    }
  });

  test("has patterns that every regex dialect supports", () => {
    const patterns = JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g);
    // A JavaScript flag would have become part of the pattern.
    for (const [, pattern] of patterns) expect(JSON.parse(pattern!)).toMatch(/^\^.*\$$/);
  });

  test("has examples that the gateway itself accepts", () => {
    const examples = routes.openAPIRegistry.definitions.flatMap((definition) => {
      if (definition.type !== "route") return [];
      const { operationId, request, responses } = definition.route;
      return [request?.body, ...Object.values(responses)].flatMap((part) =>
        Object.values((part as { content?: Record<string, { schema: unknown; example?: unknown }> })?.content ?? {})
          .filter(({ schema }) => schema instanceof z.ZodType)
          .map(({ schema, example }) => ({ operationId, schema: schema as z.ZodType, example })),
      );
    });
    expect(examples.length).toBeGreaterThanOrEqual(operations.length);
    for (const { operationId, schema, example } of examples) {
      expect([operationId, schema.safeParse(example).error?.message]).toEqual([operationId, undefined]);
    }
  });
});

describe("methods that a path has", () => {
  test.each([
    ["/health", ["GET", "HEAD"]],
    ["/api/v1/pipelines", ["GET", "POST", "HEAD"]],
    ["/api/v1/pipelines/any", ["GET", "DELETE", "PUT", "HEAD"]],
    ["/api/v1/pipelines/any/trigger", ["POST"]],
    ["/api/v1/pipelines/any/other", []],
    ["/healthy", []],
  ])("%s", (path, methods) => {
    expect(allowedMethods(document, path)).toEqual(methods);
  });
});

/** Every node with a schema: bodies, answers, parameters, headers. */
function findContents(node: unknown): { schema: object; example?: unknown }[] {
  if (typeof node !== "object" || node === null) return [];
  const found = "schema" in node && typeof node.schema === "object" ? [node as { schema: object }] : [];
  return [...found, ...Object.values(node).flatMap(findContents)];
}
