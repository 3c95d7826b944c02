/** A real browser on the console, whose every complaint fails the test that caused it. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { chromium, type Browser, type BrowserContext, type Page } from "playwright-core";

import { repositoryRoot } from "@datamantri/local-stack";

/** `CONSOLE_PICTURES=1` writes the pictures of docs/console.md anew; otherwise tests leave them alone. */
const isTakingPictures = process.env.CONSOLE_PICTURES === "1";
const pictures = join(repositoryRoot, "docs", "console");
const maxPictureBytes = 60_000;

/** Those of docs/console.md; the others are the same in another theme or say nothing new. */
const shown = new Set([
  "dashboard-light",
  "dashboard-dark",
  "pipelines-light",
  "pipeline-light",
  "new-pipeline-light",
  "edit-light",
  "form-source-dark",
  "form-columns-light",
  "form-policies-light",
  "form-review-light",
  "running-light",
  "run-dark",
  "failed-run-light",
  "runs-light",
  "types-light",
  "system-light",
  "system-dark",
  "webhooks-light",
  "users-light",
  "connections-light",
  "connection-dark",
  "changes-light",
  "find-light",
  "narrow-light",
]);

/** For a machine without a display, a sandbox of its own or a way out. */
const flags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export interface TestBrowser extends AsyncDisposable {
  /** A page that is signed in to nothing. */
  openPage(options?: { readonly width?: number; readonly height?: number }): Promise<TestPage>;
}

export interface TestPage extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors in the browser's console, violations of the content security policy, requests that failed. */
  readonly complaints: string[];
}

export async function openBrowser(executablePath: string): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath, args: flags });
  return {
    async openPage({ width = 1_280, height = 860 } = {}) {
      const context = await browser.newContext({
        viewport: { width, height },
        colorScheme: "light",
        timezoneId: "Europe/Berlin",
        locale: "en-GB",
        reducedMotion: "reduce",
      });
      const page = await context.newPage();
      return { page, context, complaints: listen(page), [Symbol.asyncDispose]: () => context.close() };
    },
    [Symbol.asyncDispose]: () => browser.close(),
  };
}

function listen(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    // Who is not signed in is asked who they are: the first answer to a stranger is 401, and no fault.
    if (message.location().url.endsWith("/api/v1/auth/me") && message.text().includes("401")) return;
    complaints.push(`${message.text()} (${message.location().url})`);
  });
  page.on("pageerror", (error) => complaints.push(`${error.name}: ${error.message}`));
  page.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A page that is left stops asking.
    if (reason !== "net::ERR_ABORTED") complaints.push(`${request.method()} ${request.url()} ${reason}`);
  });
  return complaints;
}

/** A picture of the window, if the pictures are to be made. */
export async function takePicture({ page }: TestPage, name: string): Promise<void> {
  if (!isTakingPictures || !shown.has(name)) return;
  mkdirSync(pictures, { recursive: true });
  for (const quality of [72, 60, 48, 36, 24]) {
    const picture = await page.screenshot({ type: "jpeg", quality });
    if (picture.length > maxPictureBytes && quality > 24) continue;
    writeFileSync(join(pictures, `${name}.jpg`), picture);
    return;
  }
}
