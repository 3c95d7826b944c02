import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { TestPage } from "./browser.ts";
import type { TestStack } from "./test-stack.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** By default as the first user. */
export async function signIn(
  { page }: TestPage,
  { access }: TestStack,
  { email, password }: { readonly email: string; readonly password: string } = access,
): Promise<void> {
  page.setDefaultTimeout(30_000);
  await page.goto(access.url);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

/** By theme. What a page has is the same in both, but for the colours: these are the rules about them. */
const rules = {
  light: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  dark: ["color-contrast", "link-in-text-block"],
};

/** Serious violations of the rules for accessible pages in the light theme and in the dark; `look` sees each. */
export async function faultsOf(
  { page }: TestPage,
  look?: (theme: "light" | "dark") => Promise<void>,
): Promise<string[]> {
  const faults: string[] = [];
  // Not as a script of the page, which its content security policy would refuse.
  await page.evaluate(axe);
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await page.locator(`:root[data-theme="${theme}"]`).waitFor();
    await look?.(theme);
    const found = await page.evaluate<string[]>(
      `axe.run({ runOnly: ${JSON.stringify(rules[theme])}, resultTypes: ["violations"] })
         .then(({ violations }) => violations
           .filter(({ impact }) => impact === "serious" || impact === "critical")
           .map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160)).join(" | ")))`,
    );
    faults.push(...found.map((fault) => `${theme}: ${fault}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  return faults;
}
