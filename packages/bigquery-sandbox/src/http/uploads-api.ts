/*
 * Load jobs whose data comes with them: in one request, or in several that may be resumed.
 * https://cloud.google.com/bigquery/docs/reference/api-uploads
 */
import { randomUUID } from "node:crypto";

import { invalid, notFound } from "../errors.ts";
import { type Call, parseJson, pathPart, type Services } from "./call.ts";
import type { Reply } from "./reply.ts";
import { submitJob } from "./jobs-api.ts";
import type { Upload } from "./uploads.ts";

/** Uploads that clients gave up are forgotten when there are more. */
const MAX_UPLOADS = 100;

/** The first request of an upload, which may be the only one. */
export async function startUpload(services: Services, call: Call): Promise<Reply> {
  const kind = call.query.get("uploadType");
  if (kind === "multipart") {
    const { job, data } = readMultipart(call);
    return submitJob(services, pathPart(call, "project"), job, data);
  }
  if (kind !== "resumable") throw invalid(`Invalid value for uploadType: ${kind}. Use multipart or resumable.`);
  const id = randomUUID();
  services.uploads.set(id, { job: call.body, chunks: [], byteCount: 0, done: undefined });
  const [oldest] = services.uploads.keys();
  if (oldest !== undefined && services.uploads.size > MAX_UPLOADS) services.uploads.delete(oldest);
  const project = encodeURIComponent(pathPart(call, "project"));
  const location = `${call.origin}/upload/bigquery/v2/projects/${project}/jobs?uploadType=resumable&upload_id=${id}`;
  return { envelope: {}, headers: { location, "x-guploader-uploadid": id } };
}

/** A chunk of a resumable upload, or the question how much arrived (`bytes *` of a total). */
export async function continueUpload(services: Services, call: Call): Promise<Reply> {
  const id = call.query.get("upload_id") ?? "";
  const upload = services.uploads.get(id);
  if (upload === undefined) throw notFound(`Upload ${id}`);
  if (upload.done !== undefined) return upload.done;
  const range = readRange(call.headers["content-range"], call.bytes.length);
  if (range.start !== undefined) addChunk(upload, range.start, call.bytes);
  if (range.total === undefined || upload.byteCount < range.total) return incomplete(call, upload.byteCount);
  const reply = await submitJob(services, pathPart(call, "project"), upload.job, Buffer.concat(upload.chunks));
  upload.done = reply;
  upload.chunks.length = 0;
  return reply;
}

interface ChunkRange {
  /** Undefined: no data, only a question. */
  readonly start: number | undefined;
  /** Undefined: not known yet. */
  readonly total: number | undefined;
}

function readRange(header: string | undefined, byteCount: number): ChunkRange {
  if (header === undefined) return { start: 0, total: byteCount };
  const parts = /^bytes (?:(\d+)-(\d+)|\*)\/(\d+|\*)$/.exec(header);
  if (parts === null) throw invalid(`Invalid Content-Range: ${header}`);
  const [, start, , total] = parts;
  return { start: start === undefined ? undefined : Number(start), total: total === "*" ? undefined : Number(total) };
}

/** A chunk that is sent again may begin before the end of what arrived. */
function addChunk(upload: Upload, start: number, bytes: Buffer): void {
  if (start > upload.byteCount) throw invalid(`Invalid Content-Range: ${upload.byteCount} bytes arrived before`);
  const added = bytes.subarray(upload.byteCount - start);
  upload.chunks.push(added);
  upload.byteCount += added.length;
}

/** 308, or what Go's client asks for in its place. */
function incomplete({ headers }: Call, byteCount: number): Reply {
  const range: Record<string, string> = byteCount === 0 ? {} : { range: `bytes=0-${byteCount - 1}` };
  if (headers["x-guploader-no-308"] === undefined) return { envelope: {}, status: 308, headers: range };
  return { envelope: {}, status: 200, headers: { ...range, "x-http-status-code-override": "308" } };
}

/** https://www.rfc-editor.org/rfc/rfc2387: the first part is the job, the second one the data. */
function readMultipart({ headers, bytes }: Call): { job: unknown; data: Buffer } {
  const boundary = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(headers["content-type"] ?? "");
  if (boundary === null) throw invalid("Missing boundary in multipart request.");
  const delimiter = Buffer.from(`--${boundary[1] ?? boundary[2]}`);
  const parts: Buffer[] = [];
  let start = bytes.indexOf(delimiter);
  while (start >= 0) {
    const end = bytes.indexOf(Buffer.concat([Buffer.from("\n"), delimiter]), start);
    if (end < 0) break;
    const hasReturn = bytes[end - 1] === 0x0d;
    parts.push(bytes.subarray(start + delimiter.length, hasReturn ? end - 1 : end));
    start = end + 1;
  }
  const [job, data] = parts.map(withoutHeaders);
  if (job === undefined || data === undefined)
    throw invalid("A multipart upload must have two parts: the job and the data.");
  return { job: parseJson(job), data };
}

/** A part's content, after the empty line that ends its headers. */
function withoutHeaders(part: Buffer): Buffer {
  const text = part.subarray(0, 4096).toString("latin1");
  const end = /\r?\n\r?\n/.exec(text);
  if (end === null) throw invalid("A part of the multipart request has no end of its headers.");
  return part.subarray(end.index + end[0].length);
}
