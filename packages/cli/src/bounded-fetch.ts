import { Failure } from "./failure.ts";

/** A list has at most 1,000 entries of some kilobytes. */
const maxBytes = 64 * 2 ** 20;

/**
 * For `openClient`: an answer that is neither packed nor endless. The platform's own fetch unpacks whatever comes,
 * several times over.
 *
 * @throws Failure for another answer; as fetch does.
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
