/** Whether a request of this method changes nothing and has no body. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}
