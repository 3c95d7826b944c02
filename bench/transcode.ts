/** How fast pages of BigQuery's REST answers become binary COPY rows, on one thread. */
import type { Column } from "../services/extractor/src/transcode/column.ts";
import type { PageTranscoder } from "../services/extractor/src/transcode/page-transcoder.ts";
import { TypeScriptTranscoder } from "../services/extractor/src/transcode/typescript-transcoder.ts";
import { WasmTranscoder } from "../services/extractor/src/transcode/wasm/wasm-transcoder.ts";

export interface Shape {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly cells: (row: number) => readonly (string | null)[];
}

export interface TranscodeFigure {
  readonly shape: string;
  readonly path: string;
  readonly rowsPerSecond: number;
  readonly inputMegabytesPerSecond: number;
  readonly nanosecondsPerRow: number;
}

export const rowsPerPage = 20_000;
const secondsPerPath = 3;

const column = (name: string, type: Column["type"]): Column => ({ name, type, repeated: false });
const airports = ["SEA", "ATL", "ORD", "DFW", "LAX", "PHX", "DEN", "JFK"];

/** Deterministic, so that two runs measure the same pages. */
const spread = (row: number, step: number, limit: number): number => (row * step) % limit;
const twoDigits = (value: number): string => String(value).padStart(2, "0");
const timeText = (row: number): string =>
  `${twoDigits(spread(row, 7, 24))}:${twoDigits(spread(row, 13, 60))}:${twoDigits(spread(row, 29, 60))}`;
const dateText = (row: number): string =>
  `2001-${twoDigits(spread(row, 5, 12) + 1)}-${twoDigits(spread(row, 3, 28) + 1)}`;

export const flights: Shape = {
  name: "narrow, 5 columns (flights)",
  columns: [
    column("date", "DATETIME"),
    column("delay", "INT64"),
    column("distance", "INT64"),
    column("origin", "STRING"),
    column("destination", "STRING"),
  ],
  cells: (row) => [
    `${dateText(row)}T${timeText(row)}`,
    String(spread(row, 31, 200) - 40),
    String(spread(row, 97, 2500) + 100),
    airports[spread(row, 3, 8)]!,
    airports[spread(row, 5, 8)]!,
  ],
};

const mixed: Shape = {
  name: "mixed, 10 columns",
  columns: [
    column("id", "INT64"),
    column("customer", "STRING"),
    column("price", "FLOAT64"),
    column("score", "FLOAT64"),
    column("amount", "NUMERIC"),
    column("active", "BOOL"),
    column("day", "DATE"),
    column("created", "TIMESTAMP"),
    column("token", "BYTES"),
    column("props", "JSON"),
  ],
  cells: (row) => [
    String(1_000_000_000 + row),
    `Müller & "Sons" no. ${spread(row, 7919, 100_000)}`,
    String(spread(row, 7919, 1_000_000) / 100),
    // 16 or 17 digits: too many for the exact path.
    String(spread(row, 104_729, 1_000_003) / 1_000_003),
    `${spread(row, 7919, 100_000)}.${String(spread(row, 31, 1_000_000_000)).padStart(9, "0")}`,
    row % 3 === 0 ? null : String(row % 2 === 0),
    dateText(row),
    String(1_700_000_000_123_456 + row * 1_000_001),
    Buffer.from(`token of ${row}`).toString("base64"),
    JSON.stringify({ campaign: `spring ${row % 10}`, clicks: row % 100, tags: ["a", "b"], ratio: 0.25 }),
  ],
};

export function measureTranscode(): TranscodeFigure[] {
  return [flights, mixed].flatMap(measureShape);
}

function measureShape(shape: Shape): TranscodeFigure[] {
  const page = toPage(shape);
  const wasm = WasmTranscoder.open(shape.columns);
  const typescript = new TypeScriptTranscoder(shape.columns);
  if (wasm !== null) assertSameTuples(page, wasm, typescript);
  return [
    ...(wasm === null ? [] : [measure(shape, "WASM", page, () => wasm.transcode(page))]),
    measure(shape, "TypeScript", page, () => typescript.transcode(page)),
    measure(shape, "JSON.parse alone", page, () => JSON.parse(page.toString("utf8")) as unknown),
  ];
}

export function toPage(shape: Shape): Buffer {
  const rows = Array.from({ length: rowsPerPage }, (_, row) => ({ f: shape.cells(row).map((v) => ({ v })) }));
  return Buffer.from(JSON.stringify({ kind: "bigquery#tableDataList", totalRows: String(rowsPerPage), rows }));
}

function assertSameTuples(page: Buffer, left: PageTranscoder, right: PageTranscoder): void {
  if (Buffer.compare(left.transcode(page).tuples, right.transcode(page).tuples) !== 0) {
    throw new Error("the implementations do not agree: nothing worth measuring");
  }
}

/** The median page of those transcoded in some seconds, the first ones left out. */
function measure(shape: Shape, path: string, page: Buffer, transcodePage: () => unknown): TranscodeFigure {
  for (let warmUp = 0; warmUp < 10; warmUp++) transcodePage();
  const seconds: number[] = [];
  const stopAt = performance.now() + secondsPerPath * 1000;
  while (performance.now() < stopAt) {
    const startedAt = performance.now();
    transcodePage();
    seconds.push((performance.now() - startedAt) / 1000);
  }
  seconds.sort((left, right) => left - right);
  const median = seconds[Math.floor(seconds.length / 2)]!;
  return {
    shape: shape.name,
    path,
    rowsPerSecond: Math.round(rowsPerPage / median),
    inputMegabytesPerSecond: Math.round(page.length / median / 1e6),
    nanosecondsPerRow: Math.round((median / rowsPerPage) * 1e9),
  };
}
