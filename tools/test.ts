// npm test [-- --unit|--integration|--e2e] [filter…]: all tests, or those of some kinds whose file names hold a filter.
import { parseArgs } from "node:util";
import { startVitest } from "vitest/node";

const kinds = ["unit", "integration", "e2e"] as const;
const usage = "usage: npm test [-- [--unit] [--integration] [--e2e] [-t NAME] [file name filter…]]";

const options = readOptions();
// run.mjs was killed and could pass no signal on.
process.once("disconnect", () => process.kill(process.pid, "SIGTERM"));
process.channel?.unref();
process.once("SIGTERM", () => process.exit(143));

const chosen = kinds.filter((kind) => options.values[kind] === true);
const vitest = await startVitest("test", options.positionals, {
  run: true,
  watch: false,
  ...(chosen.length > 0
    ? { project: chosen.flatMap((kind) => (kind === "integration" ? [kind, "integration-postgres-15"] : [kind])) }
    : {}),
  ...(options.values.name === undefined ? {} : { testNamePattern: options.values.name }),
});
await vitest.close();

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        unit: { type: "boolean" },
        integration: { type: "boolean" },
        e2e: { type: "boolean" },
        name: { type: "string", short: "t" },
      },
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return process.exit(64);
  }
}
