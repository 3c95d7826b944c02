import * as z from "zod";

import { invalid, notImplemented } from "../errors.ts";
import { tableLabel } from "../storage/table-name.ts";
import { rowsFromTextSql } from "../values/from-text-sql.ts";
import { parseRawJson } from "../values/raw-json.ts";
import { readRow, type ReadRow } from "../values/read-row.ts";
import { type Call, readTimestampFormat, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { parseBody } from "./jobs-api.ts";
import { pageOf, TABLE_PAGE_BYTES } from "./paging.ts";
import { selectFields } from "./select-fields.ts";
import { checkListed } from "./table-limits-fields.ts";
import { ownTableName, tableName } from "./table-resource.ts";

const insertAllBody = z.object({
  kind: z.string().optional(),
  skipInvalidRows: z.boolean().optional(),
  ignoreUnknownValues: z.boolean().optional(),
  templateSuffix: z.string().optional(),
  traceId: z.string().optional(),
  rows: z.array(z.object({ insertId: z.string().nullish(), json: z.unknown() })).optional(),
});

/** tabledata.list. https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/list */
export async function listTableData(services: Services, call: Call): Promise<Reply> {
  const name = tableName(call);
  const table = services.catalog.get(name, Date.now());
  const columns = selectFields(table.columns, call.query.get("selectedFields"));
  checkListed(name, table, columns);
  const source = {
    tokenScope: tableLabel(name),
    table,
    columns,
    format: readTimestampFormat(call.query),
    maxBytes: TABLE_PAGE_BYTES,
  };
  const { envelope, rows } = await pageOf(services, source, {
    startIndex: call.query.get("startIndex"),
    pageToken: call.query.get("pageToken"),
    maxResults: call.query.get("maxResults"),
  });
  return { envelope: { kind: "bigquery#tableDataList", etag: "sandbox", ...envelope }, rows };
}

/**
 * tabledata.insertAll. Rows are in the table at once: there is no streaming buffer.
 * https://cloud.google.com/bigquery/docs/reference/rest/v2/tabledata/insertAll
 */
export async function insertAll(services: Services, call: Call): Promise<Reply> {
  const { catalog, writer, insertIds } = services;
  const name = ownTableName(services, call);
  const body = parseBody(insertAllBody, parseRows(call));
  if (body.templateSuffix) throw notImplemented("templateSuffix of tabledata.insertAll");
  const rows = body.rows ?? [];
  if (rows.length === 0) throw invalid("No rows present in the request.");
  const options = { ignoreUnknownValues: body.ignoreUnknownValues ?? false, isJsonRaw: false };
  const insertErrors = await writer.write(async (connection) => {
    const table = catalog.get(name, Date.now());
    if (table.viewQuery !== undefined) throw invalid(`Cannot add rows to a view: ${tableLabel(name)}`);
    const fields = table.columns.map(({ field }) => field);
    const read = rows.map(({ json }) => readRow(json, fields, options));
    const errors = toInsertErrors(read, body.skipInvalidRows ?? false);
    if (errors.length > 0 && !body.skipInvalidRows) return errors;
    const scope = `${tableLabel(name)}:${table.createdMs}`;
    const added = read.flatMap((row, index) => {
      return "row" in row && insertIds.add(scope, rows[index]?.insertId) ? [row.row] : [];
    });
    if (added.length > 0) {
      const text = JSON.stringify(added);
      await writer.commit(
        connection,
        name,
        await writer.append(connection, table, rowsFromTextSql(fields), { values: [text] }),
      );
    }
    return errors;
  });
  const kind = "bigquery#tableDataInsertAllResponse";
  return { envelope: { kind, ...(insertErrors.length > 0 ? { insertErrors } : {}) } };
}

/** Numbers of rows keep their digits. */
function parseRows({ bytes }: Call): unknown {
  try {
    return parseRawJson(bytes.toString());
  } catch {
    // Reported in BigQuery's format; the client knows the body it sent.
    throw invalid("Invalid JSON payload received.");
  }
}

/** Without skipInvalidRows no row is inserted when one is invalid: the others are `stopped`. */
function toInsertErrors(rows: readonly ReadRow[], isSkipping: boolean): object[] {
  const hasErrors = rows.some((row) => "errors" in row);
  return rows.flatMap((row, index) => {
    if ("errors" in row) {
      const errors = row.errors.map(({ location, message }) => ({
        reason: "invalid",
        location,
        debugInfo: "",
        message,
      }));
      return [{ index, errors }];
    }
    if (!hasErrors || isSkipping) return [];
    return [{ index, errors: [{ reason: "stopped", location: "", debugInfo: "", message: "" }] }];
  });
}
