/** Kinds of pipelines that a seed may have. */

export const shapeNames = [
  "replace_swap",
  "replace_in_place",
  "append",
  "append_rejects",
  "merge",
  "merge_incremental",
  "mirror",
  "history",
  "query",
  "verified",
  "large_rows",
  "stream",
  "scheduled",
  "cancelled",
  "resumed",
  "undone",
] as const;
export type ShapeName = (typeof shapeNames)[number];

export type WriteMode = "append" | "replace" | "merge" | "mirror" | "history";

export interface Shape {
  readonly writeMode: WriteMode;
  readonly rowCount: number;
  readonly deletes?: boolean;
  readonly hasBadRows?: boolean;
  readonly largeRows?: number;
  readonly source?: Readonly<Record<string, unknown>>;
  readonly destination?: Readonly<Record<string, unknown>>;
  /** Reads the table by a query. */
  readonly isQuery?: boolean;
  readonly isStream?: boolean;
  readonly isScheduled?: boolean;
  /** Some of its runs are cancelled at any time. */
  readonly isCancelled?: boolean;
  /** Some of its runs are undone. */
  readonly isUndone?: boolean;
  /** Its first run fails once it has loaded rows, and is then resumed. */
  readonly isResumed?: boolean;
}

const key = { key: ["id"] };

export const shapes: Readonly<Record<ShapeName, Shape>> = {
  replace_swap: { writeMode: "replace", rowCount: 4_000, deletes: true },
  replace_in_place: { writeMode: "replace", rowCount: 2_000, deletes: true, destination: { replace_by: "in_place" } },
  append: { writeMode: "append", rowCount: 3_000, deletes: true },
  append_rejects: {
    writeMode: "append",
    rowCount: 1_000,
    hasBadRows: true,
    destination: { rejects: { max_rows: 1_000 } },
  },
  merge: { writeMode: "merge", rowCount: 3_000, destination: key },
  merge_incremental: {
    writeMode: "merge",
    rowCount: 3_000,
    destination: key,
    source: { read: "incremental", cursor_column: "v" },
  },
  mirror: { writeMode: "mirror", rowCount: 3_000, deletes: true, destination: key },
  history: { writeMode: "history", rowCount: 2_000, deletes: true, destination: key },
  query: { writeMode: "append", rowCount: 2_000, deletes: true, isQuery: true },
  verified: { writeMode: "replace", rowCount: 2_000, deletes: true, destination: { verification: "full" } },
  large_rows: { writeMode: "replace", rowCount: 200, deletes: true, largeRows: 2 },
  stream: {
    writeMode: "merge",
    rowCount: 1_000,
    isStream: true,
    destination: key,
    source: { read: "incremental", cursor_column: "v", interval_seconds: 1 },
  },
  scheduled: { writeMode: "replace", rowCount: 300, deletes: true, isScheduled: true },
  cancelled: { writeMode: "append", rowCount: 4_000, deletes: true, isCancelled: true },
  resumed: { writeMode: "append", rowCount: 4_000, deletes: true, isResumed: true },
  undone: { writeMode: "replace", rowCount: 1_500, deletes: true, isUndone: true, destination: { keep_previous: 2 } },
};
