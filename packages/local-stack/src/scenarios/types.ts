// Moves a table with a column for every BigQuery type through every write mode and compares value by value.
import type { DemoContext, DemoOutcome } from "./demo-scenario.ts";
import { TypesMover, type TypesResult } from "./move-types.ts";
import { typeModes, type TypeMode } from "./type-modes.ts";

const table = "all_types";

export async function demoTypes({ stack, api, say, stopRequest }: DemoContext): Promise<DemoOutcome> {
  await using mover = await TypesMover.open(api, stack.access, table);
  const { rowCount, columns } = mover;
  say(`${table}: ${rowCount} rows, ${columns.length} columns; every value is compared after every run`);
  const modes: Partial<Record<TypeMode, TypesResult>> = {};
  for (const mode of typeModes) {
    const result = await mover.move(mode, stopRequest);
    say(toLine(mode, result));
    modes[mode] = result;
  }
  const results = Object.values(modes);
  const mismatches = results.reduce((sum, result) => sum + result.mismatches, 0);
  const isSuccess = mismatches === 0 && results.every(hasSucceeded);
  say(isSuccess ? "every value is the same in every mode" : "source and target DIFFER, or a run failed");
  return { isSuccess, result: { scenario: "types", columns: columns.length, rows: rowCount, modes, mismatches } };
}

function hasSucceeded(result: TypesResult): boolean {
  return result.runs.every((status) => status === "success");
}

function toLine(mode: TypeMode, { rows, seconds, runs, mismatches, samples, error }: TypesResult): string {
  const line = `${mode.padEnd(11)}  ${runs.length} runs, ${rows} rows, ${seconds.toFixed(1)} s, ${mismatches} mismatches`;
  const keys = Object.entries(samples).map(([column, ids]) => `${column} in rows ${ids.join(", ")}`);
  return [line, ...keys, ...(error === undefined ? [] : [`failed: ${error}`])].join("\n    ");
}
