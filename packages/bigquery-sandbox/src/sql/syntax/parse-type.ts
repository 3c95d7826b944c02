import type { TypeName } from "./ast.ts";
import type { Cursor } from "./cursor.ts";

/** https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types */
export function parseType(cursor: Cursor): TypeName {
  if (cursor.accept("ARRAY")) {
    cursor.expect("<");
    const element = parseType(cursor);
    cursor.expectTypeEnd();
    return { kind: "array", element };
  }
  if (cursor.accept("STRUCT")) return parseStruct(cursor);
  if (cursor.accept("RANGE")) {
    cursor.expect("<");
    const element = cursor.name();
    cursor.expectTypeEnd();
    return { kind: "range", element };
  }
  const name = cursor.accept("INTERVAL") ? "INTERVAL" : cursor.name().toUpperCase();
  return { kind: "scalar", name, parameters: parseParameters(cursor) };
}

function parseStruct(cursor: Cursor): TypeName {
  cursor.expect("<");
  const fields: { name: string | undefined; type: TypeName }[] = [];
  while (!cursor.isNext(">") && !cursor.isNext(">>")) {
    if (fields.length > 0) cursor.expect(",");
    const isNamed = cursor.isName() && !/^[,>(<]|^>>$/.test(cursor.peek(1)?.value ?? ",");
    const name = isNamed ? cursor.name() : undefined;
    fields.push({ name, type: parseType(cursor) });
  }
  cursor.expectTypeEnd();
  return { kind: "struct", fields };
}

/** `NUMERIC(10, 2)`, `STRING(5)` */
function parseParameters(cursor: Cursor): number[] {
  const parameters: number[] = [];
  if (!cursor.accept("(")) return parameters;
  do {
    const token = cursor.next();
    parameters.push(Number(token.text));
  } while (cursor.accept(","));
  cursor.expect(")");
  return parameters;
}
