/** EX_USAGE of sysexits.h. */
const exitUsage = 64;

/** Prints the command line's error and its usage. */
export function exitWithUsage(error: unknown, usage: string): never {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(exitUsage);
}

/**
 * Aborted when the user (Ctrl-C), the system or the parent command requests an orderly stop. A second request ends this
 * process at once; the guardian then ends the rest.
 */
export function onStopRequest(): AbortSignal {
  const controller = new AbortController();
  const request = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort(new Error("interrupted"));
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "disconnect"] as const) process.on(signal, request);
  process.channel?.unref(); // waiting for "disconnect" must not keep the process alive
  return controller.signal;
}
