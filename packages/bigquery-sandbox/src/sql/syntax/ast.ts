/**
 * The syntax tree of GoogleSQL queries, as far as the sandbox covers them.
 * https://cloud.google.com/bigquery/docs/reference/standard-sql/query-syntax
 */

/** Every node has the offset of its first character in the query. */
interface Node {
  readonly at: number;
}

export type Expression =
  | (Node & { readonly kind: "literal"; readonly type: LiteralType; readonly value: string })
  | (Node & { readonly kind: "typed-literal"; readonly type: TypeName; readonly value: string })
  | (Node & { readonly kind: "interval"; readonly value: Expression; readonly part: string; readonly to?: string })
  | (Node & { readonly kind: "parameter"; readonly name: string | undefined; readonly position: number })
  | (Node & { readonly kind: "name"; readonly name: string })
  | (Node & { readonly kind: "field"; readonly of: Expression; readonly name: string })
  | Call
  | (Node & { readonly kind: "cast"; readonly value: Expression; readonly type: TypeName; readonly isSafe: boolean })
  | (Node & {
      readonly kind: "extract";
      readonly part: Expression;
      readonly value: Expression;
      readonly zone?: Expression;
    })
  | (Node & { readonly kind: "unary"; readonly operator: "+" | "-" | "~" | "NOT"; readonly value: Expression })
  | (Node & {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    })
  | (Node & {
      readonly kind: "is";
      readonly value: Expression;
      readonly test: "NULL" | "TRUE" | "FALSE";
      readonly not: boolean;
    })
  | (Node & {
      readonly kind: "distinct-from";
      readonly left: Expression;
      readonly right: Expression;
      readonly not: boolean;
    })
  | (Node & {
      readonly kind: "between";
      readonly value: Expression;
      readonly low: Expression;
      readonly high: Expression;
      readonly not: boolean;
    })
  | (Node & { readonly kind: "in"; readonly value: Expression; readonly among: InList; readonly not: boolean })
  | (Node & {
      readonly kind: "like";
      readonly value: Expression;
      readonly patterns: readonly Expression[];
      readonly quantifier: "ANY" | "ALL" | undefined;
      readonly not: boolean;
    })
  | (Node & {
      readonly kind: "case";
      readonly operand: Expression | undefined;
      readonly whens: readonly { readonly when: Expression; readonly result: Expression }[];
      readonly otherwise: Expression | undefined;
    })
  | (Node & { readonly kind: "array"; readonly element: TypeName | undefined; readonly items: readonly Expression[] })
  | (Node & { readonly kind: "struct"; readonly type: TypeName | undefined; readonly items: readonly StructItem[] })
  | (Node & { readonly kind: "index"; readonly of: Expression; readonly index: Expression; readonly mode: IndexMode })
  | (Node & { readonly kind: "subquery"; readonly query: Query; readonly use: "scalar" | "array" | "exists" });

export type LiteralType = "INTEGER" | "FLOAT" | "STRING" | "BYTES" | "BOOLEAN" | "NULL";

export type IndexMode = "OFFSET" | "ORDINAL" | "SAFE_OFFSET" | "SAFE_ORDINAL" | "PLAIN";

export interface Call extends Node {
  readonly kind: "call";
  /** In capitals, with dots: `NET.HOST`. */
  readonly name: string;
  readonly isSafe: boolean;
  readonly arguments: readonly Expression[];
  /** `COUNT(*)` */
  readonly isStar: boolean;
  readonly isDistinct: boolean;
  readonly nulls: "IGNORE" | "RESPECT" | undefined;
  readonly orderBy: readonly SortKey[];
  readonly limit: Expression | undefined;
  readonly over: Window | undefined;
}

export interface Window {
  /** The named window that it is or, in parentheses, begins with. */
  readonly base: string | undefined;
  /** `OVER name` */
  readonly isNameOnly?: boolean;
  readonly partitionBy: readonly Expression[];
  readonly orderBy: readonly SortKey[];
  readonly frame: Frame | undefined;
}

export interface Frame {
  readonly unit: "ROWS" | "RANGE";
  readonly start: FrameBound;
  readonly end: FrameBound | undefined;
}

export interface FrameBound {
  readonly value: Expression | "UNBOUNDED" | "CURRENT";
  readonly direction: "PRECEDING" | "FOLLOWING" | undefined;
}

export interface SortKey extends Node {
  readonly value: Expression;
  readonly isDescending: boolean;
  readonly nulls: "FIRST" | "LAST" | undefined;
}

export interface StructItem {
  readonly name: string | undefined;
  readonly value: Expression;
}

export type InList =
  | { readonly kind: "list"; readonly items: readonly Expression[] }
  | { readonly kind: "query"; readonly query: Query }
  | { readonly kind: "unnest"; readonly array: Expression };

export type TypeName =
  | { readonly kind: "scalar"; readonly name: string; readonly parameters: readonly number[] }
  | { readonly kind: "array"; readonly element: TypeName }
  | { readonly kind: "range"; readonly element: string }
  | {
      readonly kind: "struct";
      readonly fields: readonly { readonly name: string | undefined; readonly type: TypeName }[];
    };

export interface Query extends Node {
  readonly withs: readonly (Node & { readonly name: string; readonly query: Query })[];
  readonly body: QueryBody;
  readonly orderBy: readonly SortKey[];
  readonly limit: { readonly count: Expression; readonly offset: Expression | undefined } | undefined;
}

export type QueryBody =
  | Select
  | { readonly kind: "nested"; readonly query: Query }
  | {
      readonly kind: "set";
      readonly operator: "UNION" | "INTERSECT" | "EXCEPT";
      readonly isAll: boolean;
      readonly left: QueryBody;
      readonly right: QueryBody;
      readonly at: number;
    };

export interface Select extends Node {
  readonly kind: "select";
  readonly isDistinct: boolean;
  readonly asStruct: boolean;
  readonly asValue: boolean;
  readonly items: readonly SelectItem[];
  readonly from: FromItem | undefined;
  readonly where: Expression | undefined;
  readonly groupBy: GroupBy | undefined;
  readonly having: Expression | undefined;
  readonly qualify: Expression | undefined;
  readonly windows: readonly (Node & { readonly name: string; readonly window: Window })[];
  /** True if its FROM clause goes on with that of the query around it: names mean what they mean in one clause. */
  readonly continuesFrom?: boolean;
}

export type SelectItem =
  | { readonly kind: "expression"; readonly value: Expression; readonly alias: string | undefined }
  | {
      readonly kind: "star";
      /** `t.*` */
      readonly of: Expression | undefined;
      readonly except: readonly string[];
      readonly replace: readonly { readonly value: Expression; readonly name: string }[];
      readonly at: number;
    };

export type GroupBy =
  | { readonly kind: "all" }
  | { readonly kind: "keys"; readonly keys: readonly Expression[] }
  | { readonly kind: "rollup" | "cube"; readonly keys: readonly Expression[] };

export type FromItem =
  | (Node & {
      readonly kind: "table";
      readonly path: readonly string[];
      readonly alias: string | undefined;
      readonly systemTime: Expression | undefined;
      readonly offset: OffsetName | undefined;
    })
  | (Node & {
      readonly kind: "unnest";
      readonly array: Expression;
      readonly alias: string | undefined;
      readonly offset: OffsetName | undefined;
    })
  | (Node & { readonly kind: "query"; readonly query: Query; readonly alias: string | undefined })
  | (Node & {
      readonly kind: "join";
      readonly type: "CROSS" | "INNER" | "LEFT" | "RIGHT" | "FULL";
      readonly left: FromItem;
      readonly right: FromItem;
      readonly on: Expression | undefined;
      readonly using: readonly string[];
    });

/** `WITH OFFSET [AS name]` */
export interface OffsetName {
  readonly name: string;
}
