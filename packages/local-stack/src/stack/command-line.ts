/** EX_USAGE of sysexits.h. */
const exitUsage = 64;

/** Says what is wrong with the command line and how it should be. */
export function exitWithUsage(error: unknown, usage: string): never {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(exitUsage);
}

/**
 * Aborted when the user (Ctrl-C), the system or the command that started us wants an end in order. A second request
 * ends this process at once; the guardian then ends what is left.
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
