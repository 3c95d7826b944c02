/** A draft in plain words, for the review: everything that was chosen, and nothing that was left as it is. */
import { formatBytes, formatCount } from "../../format/numbers.ts";
import { describeSpan } from "../../format/spans.ts";
import { describeSchedule } from "../../schedule/schedule.ts";
import { isKeyed, isWhole, readsIncrements, type Draft } from "./draft.ts";
import { describeMapping } from "./describe-mapping.ts";

/** Names of stored connections, by their ids. */
export type ConnectionNames = ReadonlyMap<string, string>;

export interface Described {
  readonly topic: string;
  readonly sentences: readonly string[];
}

export function describeDraft(draft: Draft, connections: ConnectionNames): readonly Described[] {
  return [
    { topic: "Reads", sentences: describeReading(draft, connections) },
    { topic: "Writes", sentences: describeWriting(draft, connections) },
    { topic: "Columns", sentences: describeMapping(draft) },
    { topic: "Safety", sentences: describeCare(draft) },
    { topic: "Runs", sentences: describeTimes(draft) },
  ];
}

/** A place in a few words: project.dataset.table. */
export function sourceOf({ reads, project, dataProject, dataset, table }: Draft): string {
  if (reads === "query") return "the result of a query";
  return [dataProject || project, dataset || "…", table || "…"].filter(Boolean).join(".");
}

export function targetOf({ schema, targetTable }: Draft): string {
  return `${schema || "…"}.${targetTable || "…"}`;
}

function describeReading(draft: Draft, connections: ConnectionNames): string[] {
  const by = draft.sourceConnection && ` by the connection “${nameOf(draft.sourceConnection, connections)}”`;
  const what = draft.reads === "query" ? "The result of the query" : `The table ${sourceOf(draft)}`;
  const sentences = [`${what}, from BigQuery${by}.`];
  if (readsIncrements(draft)) {
    sentences.push(`After the first run only rows whose ${draft.cursorColumn || "…"} is beyond what was read before.`);
    if (draft.lookbackSeconds) sentences.push(`The last ${describeSpan(draft.lookbackSeconds)} are read again.`);
  } else if (draft.cursorColumn && isKeyed(draft)) {
    sentences.push(`Of several rows with one key the one with the greatest ${draft.cursorColumn} counts.`);
  }
  if (draft.reads === "table" && draft.allowQueryBilling) sentences.push("A view may be read by a billed query.");
  const limit = Number(draft.maximumBytesBilled);
  if (limit > 0) sentences.push(`A query that would bill more than ${formatBytes(limit)} is refused.`);
  if (draft.impersonate && !draft.sourceConnection) sentences.push(`Acts as ${draft.impersonate}.`);
  if (draft.location) sentences.push(`Jobs run in ${draft.location}.`);
  const labels = draft.labels.filter(({ name }) => name !== "").map(({ name, value }) => `${name}=${value}`);
  if (labels.length > 0) sentences.push(`Its jobs are labelled ${labels.join(", ")}.`);
  return sentences;
}

const deeds: Readonly<Record<Draft["mode"], string>> = {
  replace: "Replaces all rows of",
  append: "Adds rows to",
  merge: "Adds and updates rows of",
  mirror: "Mirrors the source in",
  history: "Keeps every version of each row in",
  stream: "Adds new rows every few seconds to",
};

function describeWriting(draft: Draft, connections: ConnectionNames): string[] {
  const { mode, destinationConnection: connection } = draft;
  const server = connection
    ? `by the connection “${nameOf(connection, connections)}”`
    : `in ${draft.database || "…"} on ${draft.host || "…"}`;
  const deed = mode === "stream" && draft.streamWrites === "merge" ? "Adds and updates rows of" : deeds[mode];
  const sentences = [`${deed} ${targetOf(draft)} ${server}.`];
  if (mode === "stream") sentences.push(`Reads every ${describeSpan(draft.intervalSeconds)}.`);
  if (draft.key.length > 0) sentences.push(`A row is identified by ${draft.key.join(", ")}.`);
  if (mode === "mirror") {
    const isSoft = draft.deleteMode === "soft";
    sentences.push(isSoft ? "Rows that are gone stay, marked in _deleted_at." : "Rows that are gone are deleted.");
  }
  if (mode === "replace" && draft.replaceBy === "swap") sentences.push("Always by swapping tables.");
  if (mode === "replace" && draft.replaceBy === "in_place") sentences.push("Always row by row, in the same table.");
  if (draft.batchSize) sentences.push(`Batches have ${formatCount(Number(draft.batchSize))} rows at most.`);
  return sentences;
}

const drifts: Readonly<Record<Draft["schemaDrift"], string>> = {
  "": "",
  evolve: "New source columns are added to the target, and types are widened.",
  freeze: "A run stops when the source's columns have changed.",
  ignore_new: "New source columns are left out.",
};

const verifications: Readonly<Record<Draft["verification"], string>> = {
  "": "Counts rows on both sides.",
  counts: "Counts rows on both sides.",
  full: "Compares every value, by a query that BigQuery bills.",
  none: "Shows no verification.",
};

const unrepresentables: Readonly<Record<Draft["unrepresentable"], string>> = {
  "": "",
  fail: "A value that PostgreSQL cannot hold fails the run.",
  replace: "A value that PostgreSQL cannot hold is replaced.",
  null: "A value that PostgreSQL cannot hold becomes NULL.",
  reject: "Rows with a value that PostgreSQL cannot hold are put aside.",
};

function describeCare(draft: Draft): string[] {
  const { maxRejectedRows: rows, maxRejectedPercent: percent } = draft;
  const limits = [rows && `up to ${formatCount(Number(rows))}`, percent && `up to ${percent} % of all`].filter(Boolean);
  return [
    ...(isWhole(draft) ? describeGuards(draft) : []),
    drifts[draft.schemaDrift],
    limits.length > 0 ? `Rows that cannot be loaded are put aside, ${limits.join(" and ")}.` : "",
    unrepresentables[draft.unrepresentable],
    verifications[draft.verification],
  ].filter((sentence) => sentence !== "");
}

function describeGuards(draft: Draft): string[] {
  const share = draft.shrinkPercent || "50";
  const guards = [
    ["the source is empty", draft.guardEmpty || "stop"],
    [`more than ${share} % of the rows are gone`, draft.guardShrink || "stop"],
    ["a column is NULL throughout", draft.guardAllNull || "stop"],
  ] as const;
  const of = (policy: "stop" | "warn" | "allow") => guards.filter(([, one]) => one === policy).map(([text]) => text);
  const sentence = (begin: string, texts: readonly string[]) =>
    texts.length === 0 ? [] : [`${begin} ${texts.join(", or ")}.`];
  return [
    ...sentence("Leaves the target alone when", of("stop")),
    ...sentence("Goes on, and says so, when", of("warn")),
    ...sentence("Goes on when", of("allow")),
  ];
}

const skips = {
  "": "",
  always: "A run is skipped when the source has not changed.",
  never: "It also runs when the source has not changed.",
} as const;

function describeTimes(draft: Draft): string[] {
  const { mode, schedule, timezone, catchUp, catchUpSeconds } = draft;
  const skip = readsIncrements(draft) ? "" : skips[draft.skipUnchanged];
  if (mode === "stream") return ["All the time, until it is paused."];
  if (schedule === null) return ["When somebody starts it, or a program.", skip].filter(Boolean);
  const within = `in the last ${describeSpan(catchUpSeconds || "86400")}`;
  const caught =
    catchUp === "last"
      ? `Of the times that were missed ${within} the latest is made up for.`
      : catchUp === "all"
        ? `Each time that was missed ${within} is made up for.`
        : "";
  return [`${describeSchedule(schedule)} (${timezone}).`, caught, skip].filter(Boolean);
}

function nameOf(id: string, connections: ConnectionNames): string {
  return connections.get(id) ?? "…";
}
