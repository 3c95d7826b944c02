/** True if requests of this method change nothing and have no body. */
export function isRead(method: string): boolean {
  return method === "GET" || method === "HEAD";
}
