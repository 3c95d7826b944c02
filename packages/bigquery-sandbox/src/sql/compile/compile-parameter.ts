/* https://cloud.google.com/bigquery/docs/parameterized-queries */
import { duckdbTypeOf } from "../../storage/duckdb-type.ts";
import { invalidQuery } from "../../errors.ts";
import { quoteText } from "../quote.ts";
import type { QueryParameter } from "../parameters.ts";
import { castSql } from "./casts.ts";
import type { Context } from "./context.ts";
import { arrayOf, findScalar, scalar } from "./types.ts";
import { nullOf, type Value, value } from "./value.ts";

export function compileParameter(context: Context, name: string | undefined, position: number, at: number): Value {
  const parameter = findParameter(context.parameters, name, position);
  if (parameter === undefined) {
    throw name === undefined
      ? invalidQuery(`Query parameter number ${position + 1} is not set`)
      : context.error(`Query parameter '${name.toLowerCase()}' not found`, at);
  }
  return { ...parameterValue(parameter), literal: "PARAMETER" };
}

function findParameter(parameters: readonly QueryParameter[], name: string | undefined, position: number) {
  if (name === undefined) return parameters[position];
  return parameters.find((candidate) => candidate.name?.toLowerCase() === name.toLowerCase());
}

function parameterValue({ parameterType: type, parameterValue: given }: QueryParameter): Value {
  if (type.type !== "ARRAY") return scalarValue(type.type, given.value);
  const element = type.arrayType?.type ?? "STRING";
  const items = (given.arrayValues ?? []).map((item) => scalarValue(element, item.value).sql);
  const array = arrayOf(findType(element));
  return value(`CAST([${items.join(", ")}] AS ${duckdbTypeOf(array)})`, array);
}

function scalarValue(typeName: string, text: string | null | undefined): Value {
  const type = findType(typeName);
  if (text == null) return value(nullOf(type), type);
  if (typeName === "STRING") return value(quoteText(text), type);
  if (typeName === "BYTES") return value(`from_base64(${quoteText(text)})`, type);
  if (typeName === "JSON") return value(`bq_parse_json(${quoteText(text)})`, type);
  return value(castSql({ sql: quoteText(text), type: scalar("STRING") }, type), type);
}

function findType(name: string) {
  const found = findScalar(name);
  if (found === undefined || name === "GEOGRAPHY" || name === "INTERVAL") {
    throw invalidQuery(`The sandbox does not cover query parameters of type ${name}`);
  }
  return found;
}
