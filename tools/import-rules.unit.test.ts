import { expect, test } from "vitest";
import { findCircles, findViolations, toImportGraph } from "./import-rules.ts";

test.each([
  ["services/loader/src/main.ts", `import { x } from "@datamantri/registry";`, /Services never import each other/],
  ["services/loader/src/main.ts", `import { x } from "../../registry/src/x.ts";`, /Services never import each other/],
  ["services/loader/src/main.ts", `import { connect } from "@nats-io/transport-node";`, /Only packages\/bus/],
  ["services/loader/src/load.ts", `import { BigQuery } from "@google-cloud/bigquery";`, /Google/],
  ["services/loader/src/load.ts", `const url = process.env.DATABASE_URL;`, /process\.env/],
  ["model/world/world.ts", `const runs = process.env.INTERLEAVINGS;`, /process\.env/],
  ["model/world/world.ts", `import type { JsMsg } from "@nats-io/jetstream";`, /Only packages\/bus/],
  ["services/loader/src/load.ts", `import { from } from "pg-copy-streams";`, /src\/stream-to-staging/],
  ["services/loader/src/load.ts", `import { startNats } from "@datamantri/testkit";`, /for tests/],
  ["packages/contracts/src/ids.ts", `import { readFileSync } from "node:fs";`, /nothing but api, protobufjs/],
  ["services/loader/src/load.ts", `import { toWriteMode } from "@datamantri/api";`, /schemas/],
  ["services/loader/src/load.ts", `import type { A } from "./a.ts";\nexport { b } from "@datamantri/api";`, /schemas/],
  ["console/src/main.tsx", `import { addsRows } from "@datamantri/api";`, /schemas/],
  ["packages/api/src/webhooks.ts", `import { isIP } from "node:net";`, /Pages import/],
  ["packages/runtime/src/addresses.ts", `import { isIP } from "node:net";`, /Pages import/],
  ["packages/runtime/src/log.ts", `import type { Bus } from "@datamantri/bus";`, /one way/],
  ["packages/runtime/src/log.ts", `import pg from "pg";`, /neither NATS nor PostgreSQL/],
  ["packages/bus/src/a.ts", `export * from "../../runtime/src/errors.ts";`, /only through that package's name/],
])("%s may not contain %s", (file, source, rule) => {
  expect(findViolations(file, source).map((one) => one.rule)).toContainEqual(expect.stringMatching(rule));
});

test.each([
  ["services/loader/src/main.ts", `import { Bus } from "@datamantri/bus";\nprocess.env;`],
  ["services/loader/src/stream-to-staging/open-copy.ts", `import { from } from "pg-copy-streams";`],
  ["services/loader/test/load.integration.test.ts", `import { startNats } from "@datamantri/testkit";`],
  [
    "packages/bus/src/connect.ts",
    `import { x } from "@nats-io/jetstream";\nimport { y } from "@datamantri/contracts";`,
  ],
  ["model/world/world.ts", `import { main } from "../../services/loader/src/main.ts";`],
  ["model/broker/broker.ts", `import type { JsMsg } from "@nats-io/jetstream";`],
  ["packages/contracts/src/subjects.ts", `import { x } from "./ids.ts";\nimport p from "protobufjs/minimal.js";`],
  ["services/loader/src/load.ts", `import type {\n  RunConfiguration,\n} from "@datamantri/api";`],
  ["services/loader/src/load.ts", `import { toWriteMode } from "@datamantri/api/values";`],
  ["services/loader/src/load.ts", `// not from "@datamantri/registry"\n/* process.env */`],
])("%s may contain %s", (file, source) => {
  expect(findViolations(file, source)).toEqual([]);
});

test("a violation is reported with its line", () => {
  const source = `/* two\nlines */\n\nimport { Cron } from "croner";\n`;
  expect(findViolations("services/gateway/src/a.ts", source)).toMatchObject([{ line: 4 }]);
});

const circlesOf = (sources: Record<string, string>) => findCircles(toImportGraph(new Map(Object.entries(sources))));

test.each([
  ["a value", `import { b } from "./b.ts";`],
  ["a type", `import type { B } from "./b.ts";`],
  ["a lazy import", `const b = () => import("./b.ts");`],
  ["an export of another file", `export * from "./b.ts";`],
])("a circle by %s is found", (_how, source) => {
  const sources = { "tools/a.ts": source, "tools/b.ts": `import { c } from "./in/c.ts";` };
  expect(circlesOf({ ...sources, "tools/in/c.ts": `import { a } from "../a.ts";` })).toEqual([
    ["tools/a.ts", "tools/b.ts", "tools/in/c.ts", "tools/a.ts"],
  ]);
  expect(circlesOf({ ...sources, "tools/in/c.ts": `// import { a } from "../a.ts";` })).toEqual([]);
});

test("a circle through a package's name is found, and one of a file with itself", () => {
  const sources = {
    "packages/bus/src/index.ts": `export * from "./a.ts";`,
    "packages/bus/src/a.ts": `import { b } from "@datamantri/bus";`,
    "tools/self.ts": `export type { A } from "./self.ts";`,
  };
  expect(circlesOf(sources)).toEqual([
    ["packages/bus/src/index.ts", "packages/bus/src/a.ts", "packages/bus/src/index.ts"],
    ["tools/self.ts", "tools/self.ts"],
  ]);
});

test("files that are imported twice and never in a circle pass", () => {
  const b = `import { c } from "./c.ts";`;
  expect(circlesOf({ "tools/a.ts": `import "./b.ts";\nimport "./c.ts";`, "tools/b.ts": b, "tools/c.ts": "" })).toEqual(
    [],
  );
});
