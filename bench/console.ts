/** The console in a real browser: what the page of a run needs while three million rows are loaded, and how a long list scrolls. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium, type Page } from "playwright-core";

import {
  ensureExamplePipeline,
  removeFolderAtEnd,
  startStack,
  triggerRun,
  waitUntilItServes,
  type ApiClient,
  type StackAccess,
} from "@datamantri/local-stack";
import type { RunView } from "@datamantri/api";
import { findChromium } from "@datamantri/testkit";

import { quantile } from "./quantile.ts";

export interface RunPageFigures {
  readonly rows: number;
  /** JavaScript's heap, most of what was seen twice a second, before anything is collected. */
  readonly peakHeapMb: number;
  /** After a collection, when the run has ended. */
  readonly heapMbAfter: number;
  readonly domNodes: number;
}

export interface ScrollFigures {
  readonly runs: number;
  readonly frames: number;
  readonly p50FrameMs: number;
  readonly p99FrameMs: number;
  readonly longestFrameMs: number;
}

export interface ConsoleFigures {
  readonly runPage: readonly RunPageFigures[];
  readonly scroll: readonly ScrollFigures[];
}

/** In the page: milliseconds between frames, in `frames`. */
const noteFrames = `
  globalThis.frames = [];
  let before = performance.now();
  const note = (now) => {
    frames.push(now - before);
    before = now;
    requestAnimationFrame(note);
  };
  requestAnimationFrame(note);
`;

const runCount = 10_000;
const pageSize = 200;
const megabyte = 2 ** 20;

export async function measureConsole(): Promise<ConsoleFigures> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error("no Chromium: install it or set CHROMIUM_PATH");
  const dataDir = await mkdtemp(join(tmpdir(), "datamantri-bench-"));
  removeFolderAtEnd(dataDir);
  const stack = await startStack({ dataDir, usualPorts: false });
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const api = await waitUntilItServes(stack.access);
    const page = await browser.newPage({ viewport: { width: 1_280, height: 860 } });
    await signIn(page, stack.access);
    const { id } = await ensureExamplePipeline(api, stack.access);
    const runPage = [await measureRunPage(page, api, stack.access.url, id)];
    return { runPage, scroll: [await measureScroll(page, api, stack.access.url)] };
  } finally {
    await browser.close();
    await stack.stop();
    for (const folder of stack.folders) await rm(folder, { recursive: true, force: true });
  }
}

async function signIn(page: Page, { url, email, password }: StackAccess): Promise<void> {
  await page.goto(url);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation", { name: "Main" }).waitFor();
}

async function measureRunPage(page: Page, api: ApiClient, url: string, pipelineId: string): Promise<RunPageFigures> {
  const devTools = await page.context().newCDPSession(page);
  await devTools.send("Performance.enable");
  const read = async () => {
    const { metrics } = await devTools.send("Performance.getMetrics");
    return new Map(metrics.map(({ name, value }) => [name, value]));
  };
  const runId = await triggerRun(api, pipelineId);
  await page.goto(`${url}/runs/${runId}`);
  let peak = 0;
  let run: RunView;
  do {
    await sleep(500);
    peak = Math.max(peak, (await read()).get("JSHeapUsedSize") ?? 0);
    run = await api.get<RunView>(`/api/v1/runs/${runId}`);
  } while (run.end_time === null);
  await page.getByText("Succeeded").first().waitFor();
  await devTools.send("HeapProfiler.collectGarbage");
  const after = await read();
  return {
    rows: run.records_processed,
    peakHeapMb: Math.round(peak / megabyte),
    heapMbAfter: Math.round((after.get("JSHeapUsedSize") ?? 0) / megabyte),
    domNodes: after.get("Nodes") ?? 0,
  };
}

/** The registry would take minutes to have so many runs; the page does not know where they are from. */
async function measureScroll(page: Page, api: ApiClient, url: string): Promise<ScrollFigures> {
  const example = (await api.get<readonly object[]>("/api/v1/runs?limit=1"))[0]!;
  await page.route(new RegExp(`/api/v1/runs\\?limit=${pageSize}`), async (route) => {
    const from = Number(new URL(route.request().url()).searchParams.get("cursor") ?? 0);
    const runs = Array.from({ length: pageSize }, (_, i) => ({ ...example, id: runIdOf(from + i) }));
    const next = from + pageSize;
    const link = next < runCount ? { link: `</api/v1/runs?limit=${pageSize}&cursor=${next}>; rel="next"` } : {};
    await route.fulfill({ json: runs, headers: link });
  });
  await page.goto(`${url}/runs`);
  await page.locator(`[data-row="${runIdOf(0)}"]`).waitFor();
  const last = page.locator(`[data-row="${runIdOf(runCount - 1)}"]`);
  await page.evaluate(noteFrames);
  while ((await last.count()) === 0) await page.mouse.wheel(0, 3_000);
  const frames = await page.evaluate<number[]>("frames");
  return {
    runs: runCount,
    frames: frames.length,
    p50FrameMs: Math.round(quantile(frames, 0.5)),
    p99FrameMs: Math.round(quantile(frames, 0.99)),
    longestFrameMs: Math.round(Math.max(...frames)),
  };
}

function runIdOf(number: number): string {
  return `00000000-0000-7000-8000-${String(number).padStart(12, "0")}`;
}
