/** A case from the field: a source table, its rows, a pipeline, and the rows that must arrive. */
import { expect } from "vitest";

import { SandboxDataset, type TableOptions } from "@datamantri/testkit";

import { inDatabase } from "../in-database.ts";
import { awaitEnd, createPipeline, trigger, type PipelineOptions, type Run, type TestStack } from "../test-stack.ts";

type Row = Readonly<Record<string, unknown>>;

export type Outcome =
  /** Rows of the target after the last run. */
  | readonly Row[]
  /** The pipeline is not saved: code, and a part of what is said. */
  | { readonly refused: string; readonly saying: string }
  /** The last run fails: code, and a part of what is said. The target has the rows of before. */
  | { readonly fails: string; readonly saying: string };

/**
 * In texts, `{table}` is the source table with project and dataset, `{target}` the target, `{role}` the loader's role.
 */
export interface FieldCase {
  /** Its number in the field, and public reports of the same. */
  readonly id: string;
  readonly seenIn: string;
  readonly what: string;
  /** The page that says what is right. */
  readonly documentation: string;
  /** Where the dataset is. Default: US. */
  readonly location?: string;
  readonly table?: Omit<TableOptions, "name">;
  /** Statements in BigQuery before the first run. */
  readonly statements?: readonly string[];
  /** Beside the source table. */
  readonly source?: Row;
  readonly query?: string;
  readonly mode: PipelineOptions["mode"];
  readonly destination?: Row;
  readonly mapping?: Row;
  /** Statements in PostgreSQL before the first run. Default: the run creates the target. */
  readonly target?: string;
  /** True if the target belongs to the administrator, who grants what the loader's role may do. */
  readonly isForeign?: boolean;
  /** Settings of a role of the case's own, such as `statement_timeout = '300ms'`. Default: the warehouse's owner. */
  readonly role?: readonly string[];
  /** Statements in BigQuery, one before each further run; null: nothing changes. */
  readonly between?: readonly (string | null)[];
  /** Columns of the target to compare. Default: all, as text where JavaScript has no such value. */
  readonly select?: string;
  readonly outcome: Outcome;
}

const rolePassword = "correct horse battery staple";

/** Runs a case in a product, and compares. */
export async function check(product: TestStack, fieldCase: FieldCase): Promise<void> {
  const { id, location, table, statements = [], between = [], outcome, select = "*" } = fieldCase;
  await using dataset = await SandboxDataset.create(product.access.bigquery, location);
  const name = `case_${id.toLowerCase()}`;
  const fill = (text: string): string =>
    text
      .replaceAll("{table}", `\`${dataset.project}.${dataset.dataset}.${name}\``)
      .replaceAll("{target}", name)
      .replaceAll("{role}", roleOf(name));
  if (table !== undefined) await dataset.createTable({ name, ...table });
  for (const statement of statements) await dataset.query(fill(statement));
  await using _role = await makeTarget(product, fieldCase, name, fill);
  const creating = createPipeline(product, optionsOf(fieldCase, name, dataset, fill));
  if ("refused" in outcome) {
    const refusal = await creating.then(String, String);
    expect(refusal).toContain(outcome.refused);
    expect(refusal).toContain(outcome.saying);
    return;
  }
  const pipeline = await creating;
  const run = async (): Promise<Run> => awaitEnd(product, await trigger(product, pipeline));
  const rows = async (): Promise<Row[]> =>
    inDatabase(product.stack.adminUrl("warehouse"), `select ${select} from public.${name} order by 1`);
  const isThere = fieldCase.target !== undefined || between.length > 0;
  let last: Run | undefined;
  let before: Row[] = [];
  for (const statement of ["first", ...between]) {
    if (last !== undefined) expect(last).toMatchObject({ status: "success" });
    if (last !== undefined && statement !== null) await dataset.query(fill(statement));
    if (isThere && "fails" in outcome && (last !== undefined || fieldCase.target !== undefined)) before = await rows();
    last = await run();
  }
  if ("fails" in outcome) {
    expect(last).toMatchObject({ status: "failed", error_code: outcome.fails });
    expect(last!.error_message).toContain(outcome.saying);
    if (isThere) expect(await rows()).toEqual(before);
    return;
  }
  expect(last, last!.log ?? "").toMatchObject({ status: "success" });
  expect(await rows()).toEqual(outcome);
}

function optionsOf(
  { source, query, mode, destination, mapping, role }: FieldCase,
  name: string,
  { project, dataset }: SandboxDataset,
  fill: (text: string) => string,
): PipelineOptions {
  const what = query === undefined ? { dataset, table: name } : { query: fill(query) };
  const access = role === undefined ? {} : { user: roleOf(name), password: rolePassword };
  return {
    name,
    source: { project, ...what, ...source },
    ...(mode === undefined ? {} : { mode }),
    destination: { ...access, ...destination },
    ...(mapping === undefined ? {} : { mapping }),
  };
}

function roleOf(name: string): string {
  return `${name}_loader`;
}

/** Makes the target, and the role that is to write it; disposing removes the role. */
async function makeTarget(
  { stack }: TestStack,
  { target, isForeign, role }: FieldCase,
  name: string,
  fill: (text: string) => string,
): Promise<AsyncDisposable> {
  const admin = stack.adminUrl("warehouse");
  const owner = role === undefined ? "warehouse" : roleOf(name);
  if (role !== undefined) {
    // With the rights of the warehouse's owner: other cases' runs have created the ledger as that.
    await inDatabase(admin, `create role ${owner} login password '${rolePassword}' in role warehouse`);
    for (const setting of role) await inDatabase(admin, `alter role ${owner} set ${setting}`);
  }
  if (target !== undefined) {
    // The administrator's first schema is another.
    await inDatabase(admin, `set search_path to public; ${fill(target)}`);
    if (isForeign !== true) await inDatabase(admin, `alter table public.${name} owner to ${owner}`);
  }
  return {
    async [Symbol.asyncDispose]() {
      if (role === undefined) return;
      await inDatabase(
        admin,
        `drop table if exists public.${name} cascade; drop owned by ${owner} cascade; drop role ${owner}`,
      );
    },
  };
}
