import { Failure } from "./failure.ts";

/** A list has at most 1,000 entries of a few kilobytes. */
const maxBytes = 64 * 2 ** 20;

/**
 * For `openClient`: accepts only uncompressed answers of limited size. The platform's own fetch decompresses anything,
 * even nested encodings.
 *
 * @throws Failure for another answer; fetch's errors.
 */
export async function boundedFetch(request: Request): Promise<Response> {
  request.headers.set("accept-encoding", "identity");
  const response = await fetch(request);
  if ((response.headers.get("content-encoding") ?? "identity") !== "identity") {
    await response.body?.cancel();
    throw new Failure(
      `${request.url} sent a compressed response that was not asked for: check the URL and its proxies.`,
    );
  }
  let length = 0;
  const bounded = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      length += chunk.length;
      if (length > maxBytes) throw new Failure(`${request.url} sent more than ${maxBytes} bytes: check the URL.`);
      controller.enqueue(chunk);
    },
  });
  const { status, statusText, headers } = response;
  return new Response(response.body?.pipeThrough(bounded) ?? null, { status, statusText, headers });
}
