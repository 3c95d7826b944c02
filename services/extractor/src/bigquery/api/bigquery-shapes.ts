/**
 * Known messages of BigQuery, as Google's documents and the sources of its SQL analyzer write them. Names appear only
 * if the request had them, and positions only if they are in its query: a query's ERROR() and a bad cast quote rows.
 *
 * https://docs.cloud.google.com/bigquery/docs/error-messages
 * https://docs.cloud.google.com/bigquery/docs/troubleshoot-queries
 * https://docs.cloud.google.com/bigquery/docs/troubleshoot-quotas
 * https://github.com/google/zetasql/tree/master/zetasql/analyzer/testdata
 */
import { rebuildMessage, toShape } from "@datamantri/runtime";

const kinds = {
  /** Qualified name of a column, table, dataset, project or function. */
  name: String.raw`[^\s;,]{1,300}?`,
  at: String.raw`(?: at \[\d{1,6}:\d{1,6}\])?`,
  permission: String.raw`[\w.]{1,80}`,
  place: String.raw`[\w-]{1,40}`,
  type: String.raw`[A-Za-z0-9_<>, ]{1,80}?`,
};

type Template = string | readonly [template: string, words: string];

const names: readonly Template[] = [
  "Unrecognized name: {name}{at}",
  "Unrecognized name: {name}; Did you mean {name}?{at}",
  "Name {name} not found inside {name}{at}",
  "Name {name} is ambiguous inside {name}{at}",
  "Column name {name} is ambiguous{at}",
  "Column {name} in USING clause not found on left side of join{at}",
  "Column {name} in USING clause not found on right side of join{at}",
  "Field name {name} does not exist in {drop}{at}",
  "Cannot access field {name} on a value with type {drop}{at}",
  "Table not found: {name}{at}",
  'Table "{name}" must be qualified with a dataset (e.g. dataset.table).{at}',
  'Table name "{name}" missing dataset while no default dataset is set in the request.{at}',
  "Function not found: {name}{at}",
  "Function not found: {name}; Did you mean {name}?{at}",
  ["Function not found: {name}{at} ({drop})", "Function not found: {name}{at}"],
  "Duplicate column names in the result are not supported. Found duplicate(s): {name}{at}",
  "Duplicate column names in the result are not supported when a destination table is present. Found duplicate(s): {name}{at}",
  "SELECT list expression references column {name} which is neither grouped nor aggregated{at}",
  [
    "SELECT list expression references {name} which is neither grouped nor aggregated{at}",
    "SELECT list expression references {name} which is neither grouped nor aggregated{at}",
  ],
  "Aggregate function {name} not allowed in {drop}{at}",
  ["No matching signature for function {name}{drop}{at}", "No matching signature for function {name}{at}"],
  [
    "No matching signature for operator {name} for argument types: {drop}{at}",
    "No matching signature for an operator{at}",
  ],
  ["No matching signature for {drop}{at}", "No matching signature for an operator or function{at}"],
  ["Syntax error: {drop}{at}", "Syntax error{at}"],
  [
    "Query column {drop} has type {drop} which cannot be inserted{drop}{at}",
    "a column has a type that cannot be inserted{at}",
  ],
  "Query parameter '{name}' not found{at}",
  "Not found: Table {name} was not found in location {place}{at}",
  "Not found: Dataset {name} was not found in location {place}{at}",
  "Not found: Project {name}{at}",
  "Not found: Dataset {name}{at}",
  "Not found: Table {name}{at}",
  "Not found: Routine {name}{at}",
  "Not found: Job {name}{at}",
  ["{name} does not match any table{drop}", "{name} does not match any table"],
  ["Invalid project ID '{name}'. {drop}", "Invalid project ID '{name}'"],
  ['Invalid dataset ID "{name}". {drop}', 'Invalid dataset ID "{name}"'],
  ['Invalid table ID "{name}". {drop}', 'Invalid table ID "{name}"'],
  [
    "Cannot query over table '{name}' without a filter over column(s) {drop} that can be used for partition elimination{at}",
    "Cannot query over table '{name}' without a filter over the column(s) by which it is partitioned{at}",
  ],
];

const access: readonly Template[] = [
  ...["", " in location {place}"].flatMap((location) => [
    `Access Denied: Table {name}: User does not have permission to query table {name}, or perhaps it does not exist${location}.`,
    `Access Denied: Dataset {name}: User does not have permission to access dataset {name}, or perhaps it does not exist${location}.`,
  ]),
  "Access Denied: Table {name}: User does not have permission to query table {name}.",
  "Access Denied: Project {name}: User does not have {permission} permission in project {name}.",
  ...["Table", "Dataset", "Project"].flatMap((kind) => [
    `Access Denied: ${kind} {name}: Permission {permission} denied on ${kind.toLowerCase()} {name} (or it may not exist).`,
    `Access Denied: ${kind} {name}: User does not have {permission} permission for ${kind.toLowerCase()} {name}.`,
  ]),
  [
    "Access Denied: BigQuery BigQuery: User {drop} policy tag {drop}",
    "Access denied: the account may not read data that a policy tag protects",
  ],
  [
    "Access Denied: {drop}: Permission denied while getting Drive credentials{drop}",
    "Access denied: the account may not read the file in Google Drive. Share the file with the account",
  ],
  ["Access Denied: {drop}", "Access denied"],
  [
    "VPC Service Controls: Request is prohibited by organization's policy.{drop}",
    "VPC Service Controls: the request is prohibited by the organization's policy",
  ],
  [
    "BigQuery API has not been used in project {name} before or it is disabled.{drop}",
    "The BigQuery API is not enabled in project {name}",
  ],
  ["Request had invalid authentication credentials.{drop}", "Request had invalid authentication credentials"],
  [
    "Request is missing required authentication credential.{drop}",
    "Request is missing required authentication credential",
  ],
];

/** With a link to the documentation, or without. */
const quotas: readonly Template[] = [
  "Exceeded rate limits: too many concurrent queries for this project_and_region",
  "Exceeded rate limits: too many concurrent requests",
  "Exceeded rate limits: too many api requests per user per method for this user_method",
  "Exceeded rate limits: too many table update operations for this table",
  "Exceeded rate limits: too many concurrent dry runs",
  "Exceeded rate limits: Your project exceeded quota for tabledata.list bytes per second per project",
  "Quota exceeded: Your project exceeded quota for tabledata.list bytes per second per project",
  "Quota exceeded: Your project exceeded quota for free query bytes scanned",
  "Quota exceeded: Your project exceeded quota for concurrent queries",
  "Quota exceeded: Your project:{name} exceeded quota for free query bytes scanned",
  "Quota exceeded: Your user exceeded quota for concurrent project.lists requests",
  "Custom quota exceeded: Your usage exceeded the custom quota for QueryUsagePerDay, which is set by your administrator",
  "Custom quota exceeded: Your usage exceeded the custom quota for QueryUsagePerUserPerDay, which is set by your administrator",
  "Exceeded quota: too many free query bytes scanned for this project",
].flatMap((quota) => [quota, [`${quota}.{drop}`, quota] as const]);

/** Errors of a job's rows, and of its size. */
const runtime: readonly Template[] = [
  ["Could not cast literal {drop} to type {type}{at}", "Could not cast a literal to type {type}{at}"],
  ["Bad {type} value: {drop}", "a value cannot be cast to {type}"],
  ["Invalid {type} value: {drop}", "a value cannot be cast to {type}"],
  ["Bad {type} value", "a value cannot be cast to {type}"],
  ["Could not cast value {drop} to type {type}{drop}", "a value cannot be cast to type {type}"],
  ['Invalid {type} string "{drop}"{drop}', "a text is not a valid {type}"],
  ["Invalid {type}: '{drop}'{drop}", "a text is not a valid {type}"],
  ["Failed to parse input string {drop}", "a text cannot be parsed with the given format"],
  ["Mismatch between format character {drop}", "a text cannot be parsed with the given format"],
  ["division by zero: {drop}", "division by zero"],
  ["{type} overflow: {drop}", "{type} overflow"],
  ["Floating point error in function: {drop}", "floating point error"],
  ["Array index {drop} is out of bounds{drop}", "an array index is out of bounds"],
  ["Scalar subquery produced more than one element", "Scalar subquery produced more than one element"],
  ["Array cannot have a null element; {drop}", "an array has a null element"],
  ["Query exceeded limit for bytes billed: {drop}", "the query would bill more than maximum_bytes_billed allows"],
  ["Query exceeded resource limits{drop}", "Query exceeded resource limits"],
  [
    "Resources exceeded during query execution: The query could not be executed in the allotted memory.{drop}",
    "Resources exceeded during query execution: not enough memory",
  ],
  [
    "Resources exceeded during query execution: Not enough resources for query planning{drop}",
    "Resources exceeded during query execution: not enough resources for query planning",
  ],
  ["Resources exceeded during query execution{drop}", "Resources exceeded during query execution"],
  ["Response too large to return.{drop}", "Response too large to return"],
  ["Cannot return an invalid timestamp value of {drop}", "a timestamp is outside of BigQuery's range"],
  [
    "Invalid snapshot time {drop} for table {name}.{drop}",
    "the time at which table {name} is to be read is outside of its time travel window",
  ],
  ["Invalid snapshot time {drop}", "the time at which a table is to be read is outside of its time travel window"],
  ["Job execution was cancelled{drop}", "the job was cancelled"],
  ["An internal error occurred and the request could not be completed.{drop}", "an internal error occurred"],
  [
    "Error encountered during execution. Retrying may solve the problem.{drop}",
    "an error occurred; retrying may solve the problem",
  ],
];

const shapes = [...names, ...access, ...quotas, ...runtime].map((template) => {
  const [words, ours] = typeof template === "string" ? [template] : template;
  return toShape(words, kinds, ours);
});

/** Permissions that reading needs: https://docs.cloud.google.com/bigquery/docs/access-control#bq-permissions */
const permissions: ReadonlySet<string> = new Set([
  "bigquery.datasets.get",
  "bigquery.jobs.create",
  "bigquery.jobs.get",
  "bigquery.jobs.list",
  "bigquery.tables.get",
  "bigquery.tables.getData",
  "bigquery.tables.list",
  "bigquery.readsessions.create",
  "bigquery.config.get",
  "serviceusage.services.use",
]);

/** https://docs.cloud.google.com/bigquery/docs/locations */
const location =
  /^(us|eu|(africa|asia|australia|europe|me|northamerica|southamerica|us)-(central|(north|south)?(east|west)?)\d{1,2})$/i;

const types: ReadonlySet<string> = new Set(
  "int64 uint64 int32 double float64 float bool boolean string bytes date datetime time timestamp numeric bignumeric interval json geography".split(
    " ",
  ),
);

/** The request to BigQuery. */
export interface Asked {
  /** Path and body of the request, JSON or not: messages may contain names in it. */
  readonly text: string;
  /** Messages may also contain names in it, and positions refer to it. */
  readonly query?: string | undefined;
}

/** @returns the message in words that everybody may read; undefined if its shape is unknown. */
export function rebuildBigQueryMessage(message: string, { text, query = "" }: Asked): string | undefined {
  // Removes escapes of JSON and of paths, which are not part of a word.
  const known = new Set(wordsOf(`${text.replaceAll(/\\u[0-9a-f]{4}|\\.|%[0-9a-f]{2}/gi, " ")} ${query}`));
  const lines = query.split("\n");
  return rebuildMessage(message, shapes, (kind, part) => {
    switch (kind) {
      case "at": {
        const [line = 0, column = 0] = (/\[(\d+):(\d+)\]/.exec(part) ?? []).slice(1).map(Number);
        return column >= 1 && column <= (lines[line - 1]?.length ?? -1) + 1 ? ` at [${line}:${column}]` : "";
      }
      case "permission":
        return permissions.has(part) ? part : undefined;
      case "place":
        return location.test(part) ? part : undefined;
      case "type":
        return types.has(part.toLowerCase()) ? part : undefined;
      default:
        return isMadeOf(part, known) ? part : undefined;
    }
  });
}

/** Names and their separators. */
const path = /^[\p{L}\p{N}_.:`*@$-]*[\p{L}\p{N}_][\p{L}\p{N}_.:`*@$-]*$/u;

function isMadeOf(part: string, known: ReadonlySet<string>): boolean {
  return path.test(part) && wordsOf(part).every((word) => known.has(word));
}

function wordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? [];
}
