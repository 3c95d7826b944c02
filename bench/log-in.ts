import type { StackAccess } from "@datamantri/local-stack";

/** @returns an access token of the stack's administrator, valid for a quarter of an hour. */
export async function logIn({ url, email, password }: StackAccess): Promise<string> {
  const body = new URLSearchParams({ username: email, password });
  const login = await fetch(`${url}/api/v1/auth/login`, { method: "POST", body });
  return ((await login.json()) as { access_token: string }).access_token;
}
