import { pino, type DestinationStream, type Logger } from "pino";

import { PipelineError, plainMessageOf } from "./errors.ts";

export type { Logger };

/**
 * JSON lines on stdout. Messages are lower-case and in the past tense; facts are fields with fixed names:
 * run_id pipeline_id split batch attempt delivery row_count byte_count duration_ms error.
 */
export function openLog(service: string, level: string, output = stdout()): Logger {
  const options = {
    level,
    base: { service, pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    serializers: { error: serializeError, err: serializeError },
  };
  return pino(options, output);
}

/** pino's default writes later, and at the exit of the process its last lines overtake each other. */
function stdout(): DestinationStream {
  return pino.destination({ dest: 1, sync: true });
}

function serializeError(error: unknown): unknown {
  if (!(error instanceof Error)) return typeof error;
  if (!(error instanceof PipelineError)) {
    const message = plainMessageOf(error);
    const said = message === undefined ? {} : { message };
    return { type: error.name, ...codeOf(error), ...said, stack: stackOf(error), ...causeOf(error.cause) };
  }
  const { code, message, facts, cause, policy } = error;
  // For a bug the stack matters; the message is already logged.
  const stack = policy.party === "bug" ? { stack: stackOf(cause instanceof Error ? cause : error) } : {};
  return { ...facts, code, message, ...stack, ...causeOf(cause) };
}

/** Omits the message at its start, if that may quote a value. */
function stackOf(error: Error): string | undefined {
  const { message, name, stack } = error;
  if (stack === undefined || error instanceof PipelineError || plainMessageOf(error) !== undefined) return stack;
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split("\n");
  return [name, ...frames.filter((line) => /^ +at /.test(line))].join("\n");
}

/**
 * Causes come from vendors' clients, whose fields may hold row values (`message`, `detail`, `where`): only the name is
 * logged.
 */
function causeOf(cause: unknown): { cause?: string } {
  if (cause === undefined) return {};
  if (cause instanceof PipelineError) return { cause: `${cause.code}: ${cause.message}` };
  if (!(cause instanceof Error)) return { cause: typeof cause };
  return { cause: [cause.name, ...Object.values(codeOf(cause))].join(" ") };
}

/** A vendor's code: SQLSTATE, errno or a number. */
function codeOf(error: Error): { code?: string } {
  const { code } = error as { code?: unknown };
  return typeof code === "string" || typeof code === "number" ? { code: String(code) } : {};
}
