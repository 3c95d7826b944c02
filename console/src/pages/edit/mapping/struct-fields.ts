export interface StructField {
  readonly name: string;
  readonly type: string;
}

/** `customer name STRING`: a name may have spaces, which no type has outside of `<>`. */
const fieldPattern = /^(.+?) ((?:STRUCT|ARRAY|RANGE)<.*>|\w+)$/s;

/**
 * Fields of a STRUCT, or of the STRUCTs of an ARRAY, in BigQuery's notation: `STRUCT<a INT64, b ARRAY<STRING>>`. None of
 * any other type, and none if names with brackets make it ambiguous.
 */
export function structFields(type: string): readonly StructField[] {
  const [, ofArray, ofStruct] = /^(?:ARRAY<STRUCT<(.*)>>|STRUCT<(.*)>)$/s.exec(type) ?? [];
  const fields = splitAtCommas(ofArray ?? ofStruct ?? "").map((field) => fieldPattern.exec(field));
  return fields.flatMap((found) => (found === null ? [] : [{ name: found[1]!, type: found[2]! }]));
}

/** Commas inside of `<>` belong to a field. */
function splitAtCommas(list: string): readonly string[] {
  const parts: string[] = [];
  let [depth, start] = [0, 0];
  for (let at = 0; at < list.length; at++) {
    if (list[at] === "<") depth++;
    else if (list[at] === ">") depth--;
    else if (list[at] === "," && depth === 0) {
      parts.push(list.slice(start, at));
      start = at + 1;
    }
  }
  return depth === 0 ? [...parts, list.slice(start)].map((part) => part.trimStart()) : [];
}
