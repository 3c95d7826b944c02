import { expect, test } from "vitest";
import { findViolations } from "./import-rules.ts";

test.each([
  ["services/loader/src/main.ts", `import { x } from "@datamantri/registry";`, /Services never import each other/],
  ["services/loader/src/main.ts", `import { x } from "../../registry/src/x.ts";`, /Services never import each other/],
  ["services/loader/src/main.ts", `import { connect } from "@nats-io/transport-node";`, /Only packages\/bus/],
  ["services/loader/src/load.ts", `import { BigQuery } from "@google-cloud/bigquery";`, /Google/],
  ["services/loader/src/load.ts", `const url = process.env.DATABASE_URL;`, /process\.env/],
  ["services/loader/src/load.ts", `import { from } from "pg-copy-streams";`, /src\/copy/],
  ["services/loader/src/load.ts", `import { startNats } from "@datamantri/testkit";`, /for tests/],
  ["packages/contracts/src/ids.ts", `import { readFileSync } from "node:fs";`, /nothing but protobufjs/],
  ["packages/runtime/src/log.ts", `import type { Bus } from "@datamantri/bus";`, /one way/],
  ["packages/runtime/src/log.ts", `import pg from "pg";`, /neither NATS nor PostgreSQL/],
  ["packages/bus/src/a.ts", `export * from "../../runtime/src/errors.ts";`, /only through that package's name/],
])("%s may not contain %s", (file, source, rule) => {
  expect(findViolations(file, source).map((one) => one.rule)).toContainEqual(expect.stringMatching(rule));
});

test.each([
  ["services/loader/src/main.ts", `import { Bus } from "@datamantri/bus";\nprocess.env;`],
  ["services/loader/src/copy/open-copy.ts", `import { from } from "pg-copy-streams";`],
  ["services/loader/test/load.integration.test.ts", `import { startNats } from "@datamantri/testkit";`],
  [
    "packages/bus/src/connect.ts",
    `import { x } from "@nats-io/jetstream";\nimport { y } from "@datamantri/contracts";`,
  ],
  ["packages/contracts/src/subjects.ts", `import { x } from "./ids.ts";\nimport p from "protobufjs/minimal.js";`],
  ["services/loader/src/load.ts", `// not from "@datamantri/registry"\n/* process.env */`],
])("%s may contain %s", (file, source) => {
  expect(findViolations(file, source)).toEqual([]);
});

test("a violation is reported with its line", () => {
  const source = `/* two\nlines */\n\nimport { Cron } from "croner";\n`;
  expect(findViolations("services/gateway/src/a.ts", source)).toMatchObject([{ line: 4 }]);
});
