/** Cases from the field that the table in data.ts cannot say: where their tests are, and those that are still to come. */
export interface CaseElsewhere {
  readonly id: string;
  readonly seenIn: string;
  readonly what: string;
  /** A test file, and a part of its text that only the case's test has. Undefined: the product does not do it yet. */
  readonly test?: readonly [file: string, text: string];
}

const elsewhere = (id: string, seenIn: string, what: string, ...test: [string, string]): CaseElsewhere => ({
  id,
  seenIn,
  what,
  test,
});
const pending = (id: string, seenIn: string, what: string): CaseElsewhere => ({ id, seenIn, what });

const extractor = "services/extractor/test";
const loader = "services/loader/test";

export const casesElsewhere: readonly CaseElsewhere[] = [
  elsewhere(
    "D10",
    "psycopg#571",
    "a metadata database with datestyle German is read alike",
    "services/registry/test/database.integration.test.ts",
    "is read alike, whatever the database's settings for sessions say",
  ),
  elsewhere(
    "D18",
    "nodejs-bigquery#1596",
    "a row with a TIMESTAMP(12) cursor is read once",
    `${extractor}/increment.unit.test.ts`,
    "begins a microsecond beyond a TIMESTAMP",
  ),
  elsewhere(
    "O1",
    "posthog#96147",
    "Google's identity service fails for a while: the run waits",
    `${extractor}/credentials.unit.test.ts`,
    "cannot get a token from Google: HTTP 503",
  ),
  elsewhere(
    "O2",
    "psycopg2#1837",
    "a host is a host, and what else was typed there is not repeated",
    "packages/api/test/host-name.unit.test.ts",
    "what is no host is refused, and never repeated",
  ),
  elsewhere(
    "O4",
    "peer-observer#99",
    "a NATS with a small max_payload is refused at the start",
    "packages/bus/test/waiting.integration.test.ts",
    "that carries no rows says so until the server is reconfigured",
  ),
  elsewhere(
    "O5",
    "python-api-core#223",
    "a token that is refused before it expires is replaced once",
    `${extractor}/stale-token.integration.test.ts`,
    "a refused token is replaced once, and the request made again",
  ),
  elsewhere(
    "O6",
    "cerebro#413",
    "a process whose NATS or PostgreSQL hangs is not ready, and lives",
    "e2e/ready.e2e.test.ts",
    "is not ready while NATS hangs",
  ),
  elsewhere(
    "O7",
    "metabase#14904",
    "an older registry on a newer schema says so, and exits",
    "services/registry/test/process.integration.test.ts",
    "does not start again on it",
  ),
  elsewhere(
    "O8",
    "timex#597",
    "abbreviations are no time zones",
    "packages/api/test/time-zones.unit.test.ts",
    '"BST", "EST", "AST"',
  ),
  elsewhere(
    "O9",
    "google-cloud-python#8714",
    "jobs beyond BigQuery's rate limits follow each other with pauses",
    `${extractor}/failed-jobs.integration.test.ts`,
    "one job for each try, until one succeeds",
  ),
  elsewhere(
    "O10",
    "dbt-adapters#1974",
    "each refusal of BigQuery has its own code",
    `${extractor}/bigquery.unit.test.ts`,
    'body("policyViolation"), "source_perimeter_refused"',
  ),
  elsewhere(
    "O11",
    "pgbouncer#617",
    "each refusal of a connection has its own code",
    `${loader}/postgres-errors.unit.test.ts`,
    "SQLSTATE %s becomes %s",
  ),
  elsewhere(
    "O12",
    "nats.node#66",
    "a NATS that cannot be reached is in the log every few seconds",
    "packages/bus/test/waiting.integration.test.ts",
    "says that nobody listens, again and again, until somebody does",
  ),
  elsewhere(
    "O13",
    "openfn/kit",
    "a name twice in a file is refused",
    "packages/cli/test/pipeline-files.unit.test.ts",
    "is refused: the last would win",
  ),
  elsewhere(
    "O14",
    "croner",
    "a wrong day is named as it was written",
    "services/scheduler/test/cron.unit.test.ts",
    "Invalid value for day: 32",
  ),
  elsewhere(
    "O15",
    "airbyte#22660",
    "a connection has its own authority and client certificate",
    `${loader}/client-certificates.integration.test.ts`,
    "is required besides the password",
  ),
  elsewhere(
    "O16",
    "trino#17508",
    "Google is reached through the operator's HTTPS proxy",
    `${extractor}/https-proxy.integration.test.ts`,
    "nothing goes for a host in NO_PROXY",
  ),
  elsewhere(
    "O17",
    "terraform#1355",
    "diff ends with 0, 2 or 1",
    "e2e/cli.e2e.test.ts",
    'datamantri("diff", folder)).toEqual({ status: 2',
  ),
  elsewhere(
    "O22",
    "own",
    "schedules that are due together start spread over some seconds",
    "services/scheduler/test/jitter.unit.test.ts",
    "spreads many pipelines evenly over its seconds",
  ),
  pending(
    "O3",
    "jqm#155",
    "a destination or a BigQuery that is away for minutes: the run waits as long as its owner set",
  ),
  pending("O18", "posthog#58334", "runs that are late, missed, stale or too long alert someone"),
  pending("O19", "dagster#10288", "a failed run is started again, as often as its pipeline says"),
  pending("O20", "airbyte#4111", "old runs are removed after the configured time"),
  pending("O21", "awx#8226", "a webhook's Retry-After is honoured"),
];
