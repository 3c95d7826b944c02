/** One import that the picture does not have. */
export interface Violation {
  readonly file: string;
  readonly line: number;
  readonly rule: string;
}

interface Reference {
  /** What is imported, or `process.env`. */
  readonly target: string;
  readonly line: number;
  /** Whether nothing of it is there at run time. */
  readonly isType: boolean;
}

interface Rule {
  readonly sentence: string;
  /** Whether the file breaks the rule by using `target`. */
  breaks(file: string, target: string, isType: boolean): boolean;
}

/** An outside system's package and the only places that may know it. */
function owner(target: RegExp, allowed: RegExp, sentence: string): Rule {
  return { sentence, breaks: (file, used) => target.test(used) && !allowed.test(file) };
}

const isProductSource = (file: string) => /^(services|packages)\/[^/]+\/src\//.test(file);
/** bench measures single parts, and model drives them one step at a time. */
const reachesInside = (file: string) => /^(bench|model)\//.test(file);
const partOf = (file: string) =>
  /^(?:(?:packages|services)\/[^/]+|console|e2e|bench|chaos|model|tools)/.exec(file)?.[0] ?? "";

/** What of the workspace the sources of a package may import; services and tests are ruled below. */
const packageDirections: Record<string, readonly string[]> = {
  "packages/contracts": ["api"],
  "packages/runtime": [],
  "packages/api": ["runtime"],
  "packages/bus": ["contracts", "api", "runtime"],
  "packages/migrations": [],
  "packages/verification": ["contracts", "api"],
  "packages/bigquery-sandbox": [],
  "packages/client": [],
  "packages/cli": ["client"],
  "packages/local-stack": ["bigquery-sandbox", "client", "api"],
  "packages/testkit": ["local-stack", "api", "runtime"],
};

const readsEnvironment =
  /^services\/[^/]+\/(src\/main\.ts$|test\/)|^packages\/(runtime\/src\/(.*config|lifecycle)|runtime\/test|local-stack|testkit|bigquery-sandbox\/src\/main\.ts|cli\/src\/main\.ts)|^packages\/[^/]+\/test\/|^(tools|e2e|bench|chaos)\/|^model\/[^/]+\.test\.ts$/;

const rules: readonly Rule[] = [
  {
    sentence: "Pages import packages/api and runtime's addresses.ts: these know no Node modules.",
    breaks: (file, target) =>
      /^packages\/(api\/src\/|runtime\/src\/addresses\.ts)/.test(file) && /^node:|^@datamantri\/runtime$/.test(target),
  },
  {
    sentence: "Services never import each other: they meet in messages.",
    breaks: (file, target) => {
      if (reachesInside(file)) return false;
      const other = /^@datamantri\/(gateway|scheduler|registry|extractor|loader)(\/|$)|^services\/([^/]+)\//.exec(
        target,
      );
      return other !== null && partOf(file) !== `services/${other[1] ?? other[3]}`;
    },
  },
  {
    sentence: "A file is reached from another package only through that package's name.",
    breaks: (file, target) =>
      /^(services|packages)\//.test(target) && partOf(target) !== partOf(file) && !reachesInside(file),
  },
  {
    sentence:
      "testkit, bigquery-sandbox and local-stack are for tests and development: no product source imports them.",
    breaks: (file, target) =>
      /^@datamantri\/(testkit|bigquery-sandbox|local-stack)(\/|$)/.test(target) &&
      isProductSource(file) &&
      !/^packages\/(testkit|local-stack)\//.test(file),
  },
  {
    sentence: "The console knows the API alone: of the workspace it imports the client and the schemas (api).",
    breaks: (file, target) =>
      (file.startsWith("console/src/") && /^@datamantri\/(?!client$|api(\/|$))/.test(target)) ||
      (/^(react|react-dom|@tanstack\/.*)(\/|$)/.test(target) && !file.startsWith("console/")),
  },
  {
    sentence:
      "Between packages imports go one way: bus → contracts → api → runtime; verification → contracts, api; runtime imports no other; neither does migrations.",
    breaks: (file, target) => {
      const wanted = /^@datamantri\/([^/]+)/.exec(target)?.[1];
      const allowed = packageDirections[partOf(file)];
      if (wanted === undefined || allowed === undefined || !isProductSource(file)) return false;
      return partOf(file) !== `packages/${wanted}` && !allowed.includes(wanted);
    },
  },
  {
    sentence:
      "contracts imports nothing but api, protobufjs, canonicalize, node:crypto and node:zlib for digests: it does no I/O.",
    breaks: (file, target) =>
      file.startsWith("packages/contracts/src/") &&
      !/^(@datamantri\/api(\/values)?$|protobufjs(\/|$)|canonicalize$|node:(crypto|zlib)$)/.test(target) &&
      !target.startsWith("packages/contracts/"),
  },
  {
    sentence: "Only the gateway builds the API's schemas: others import types, and what is in @datamantri/api/values.",
    breaks: (file, target, isType) =>
      target === "@datamantri/api" &&
      !isType &&
      (isProductSource(file) || file.startsWith("console/src/")) &&
      !/^(services\/gateway|packages\/testkit)\//.test(file),
  },
  owner(
    /^@nats-io\/|^nats$/,
    /^packages\/bus\/|^(e2e|chaos)\/|^model\/broker\//,
    "Only packages/bus knows NATS (@nats-io/*); e2e taps it as outsiders do, and model/broker stands for it.",
  ),
  owner(
    /^@google-cloud\/|^google-auth-library$/,
    /^services\/extractor\/(src\/bigquery|test)\/|^packages\/bigquery-sandbox\/test\//,
    "Only services/extractor/src/bigquery knows Google's clients.",
  ),
  owner(
    /^pg-copy-streams$/,
    /^services\/loader\/(src\/stream-to-staging|test)\//,
    "pg-copy-streams belongs to services/loader/src/stream-to-staging.",
  ),
  owner(/^kysely(\/|$)/, /^services\/registry\//, "kysely belongs to services/registry."),
  owner(
    /^(hono|@hono\/.*)(\/|$)/,
    /^services\/gateway\/|^packages\/bigquery-sandbox\//,
    "hono belongs to the gateway and the BigQuery sandbox.",
  ),
  owner(
    /^(jose|openid-client)$/,
    /^services\/gateway\//,
    "Tokens and identity providers (jose, openid-client) belong to the gateway.",
  ),
  owner(/^croner$/, /^services\/scheduler\//, "croner belongs to services/scheduler."),
  owner(
    /^process\.env$/,
    readsEnvironment,
    "Settings are read once: by a service's main.ts, runtime's own, main.ts of a command, tests and tools.",
  ),
  {
    sentence: "runtime knows neither NATS nor PostgreSQL.",
    breaks: (file, target) => file.startsWith("packages/runtime/") && /^(pg|pg-.*|postgres|@nats-io\/.*)$/.test(target),
  },
];

/** All violations of one file; `file` is relative to the repository, with forward slashes. */
export function findViolations(file: string, source: string): Violation[] {
  return findReferences(file, source).flatMap(({ target, line, isType }) =>
    rules
      .filter((rule) => rule.breaks(file, target, isType))
      .map((rule) => ({ file, line, rule: `${target}: ${rule.sentence}` })),
  );
}

/** What the files import of each other, types and `import()` included: a circle of types still needs every file to read one. */
export function toImportGraph(sources: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  return new Map(
    [...sources].map(([file, source]) => [
      file,
      findReferences(file, source)
        .map(({ target }) => target.replace(/^@datamantri\/([^/]+)$/, "packages/$1/src/index.ts"))
        .filter((target) => sources.has(target)),
    ]),
  );
}

/** Circles of imports, each as the files on its way, the first one again at the end. None only where there is none. */
export function findCircles(imports: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const circles: string[][] = [];
  const path: string[] = [];
  const done = new Set<string>();
  const visit = (file: string): void => {
    const at = path.indexOf(file);
    if (at !== -1) circles.push([...path.slice(at), file]);
    if (at !== -1 || done.has(file)) return;
    path.push(file);
    for (const target of imports.get(file) ?? []) visit(target);
    path.pop();
    done.add(file);
  };
  for (const file of imports.keys()) visit(file);
  return circles;
}

/** Static and dynamic imports, re-exports and uses of the environment, outside comments. */
function findReferences(file: string, source: string): Reference[] {
  const code = blankComments(source);
  const lineOf = (index: number) => code.slice(0, index).split("\n").length;
  const specifiers = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)["']([^"'\n]+)["']/g;
  const references = [...code.matchAll(specifiers)].map((match) => ({
    target: toTarget(file, match[1] ?? ""),
    line: lineOf(match.index),
    isType: /\b(?:import|export)\s+type\s[^;]*$/.test(code.slice(0, match.index)),
  }));
  const environment = [...code.matchAll(/\bprocess\.env\b/g)].map((match) => ({
    target: "process.env",
    line: lineOf(match.index),
    isType: false,
  }));
  return [...references, ...environment];
}

/** A relative import becomes a path of the repository; a package stays its name. */
function toTarget(file: string, specifier: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return decodeURIComponent(new URL(specifier, `file:///${file}`).pathname.slice(1));
}

/** Keeps every line break, so that line numbers stay. */
function blankComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/.*$/gm, (comment) => comment.replace(/[^\n]/g, " "));
}
