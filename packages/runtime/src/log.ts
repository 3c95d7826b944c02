import { pino, stdSerializers, type Logger } from "pino";

import { PipelineError } from "./errors.ts";

export type { Logger };

/**
 * JSON lines on stdout. Messages are lower-case and in the past tense; facts are fields with fixed names:
 * run_id pipeline_id split batch attempt delivery row_count byte_count duration_ms error.
 */
export function openLog(service: string, level: string): Logger {
  return pino({
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: serializeError },
  });
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof PipelineError)) return error instanceof Error ? stdSerializers.err(error) : error;
  const { code, message, facts, cause } = error;
  return { code, message, ...facts, ...(cause === undefined ? {} : { cause: serializeCause(cause) }) };
}

/** Causes come from vendors' clients, whose other fields may hold row values (`detail`, `where`): keep the name only. */
function serializeCause(cause: unknown): string {
  if (cause instanceof PipelineError) return `${cause.code}: ${cause.message}`;
  if (!(cause instanceof Error)) return typeof cause;
  const code = (cause as { code?: unknown }).code;
  return code === undefined ? cause.name : `${cause.name} ${String(code)}`;
}
