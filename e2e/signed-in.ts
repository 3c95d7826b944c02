import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Page } from "playwright-core";

import type { TestPage } from "./browser.ts";
import type { TestStack } from "./test-stack.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

export async function signIn({ page }: TestPage, product: TestStack): Promise<void> {
  page.setDefaultTimeout(15_000);
  await page.goto(product.access.url);
  await page.getByLabel("Email").fill(product.access.email);
  await page.getByLabel("Password").fill(product.access.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

/** Serious violations of the rules for accessible pages. */
export async function faultsOf(page: Page): Promise<string[]> {
  // Not as a script of the page, which its content security policy would refuse.
  await page.evaluate(axe);
  return page.evaluate<string[]>(
    `axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
       .then(({ violations }) => violations
         .filter(({ impact }) => impact === "serious" || impact === "critical")
         .map(({ id, nodes }) => id + ": " + nodes.map((node) => node.html.slice(0, 160)).join(" | ")))`,
  );
}
