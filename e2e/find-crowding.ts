import type { Page } from "playwright-core";

/**
 * What a window is too small, or too large, for: controls and headings beyond the window's edges, controls that lie on
 * each other, texts of buttons that are cut off, what reaches out of its card, and a page that scrolls sideways. Empty when all is well.
 *
 * What scrolls within the page (a table, a long line of tabs) may be larger than its place.
 */
export function findCrowding(page: Page): Promise<readonly string[]> {
  return page.evaluate<string[]>(`(${inPage.toString()})()`);
}

/** Runs in the browser, and knows nothing of this file. */
function inPage(): string[] {
  const browser = globalThis as unknown as {
    readonly document: { readonly documentElement: Box; querySelectorAll(selector: string): Iterable<Box> };
    readonly innerWidth: number;
    getComputedStyle(box: Box): { readonly overflowX: string; readonly visibility: string };
  };
  interface Rect {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
    readonly width: number;
    readonly height: number;
  }
  interface Box {
    readonly parentElement: Box | null;
    readonly scrollWidth: number;
    readonly clientWidth: number;
    readonly scrollHeight: number;
    readonly clientHeight: number;
    readonly tagName: string;
    readonly outerHTML: string;
    getBoundingClientRect(): Rect;
    contains(other: Box): boolean;
    closest(selector: string): Box | null;
    checkVisibility(): boolean;
  }
  const tell = (box: Box) => box.outerHTML.slice(0, 110);
  const { documentElement: root } = browser.document;
  const found: string[] = [];
  if (root.scrollWidth > browser.innerWidth) found.push(`the page is ${root.scrollWidth} wide`);

  const isShown = (box: Box) => {
    const { width, height } = box.getBoundingClientRect();
    return width > 1 && height > 1 && box.checkVisibility() && box.closest(".skip-link, .sr-only, svg") === null;
  };
  const scroller = (box: Box): Box | null => {
    for (let at = box.parentElement; at !== null && at !== root; at = at.parentElement) {
      if (/auto|scroll/.test(browser.getComputedStyle(at).overflowX)) return at;
    }
    return null;
  };
  const all = [...browser.document.querySelectorAll("h1, h2, h3, button, a, input, select, textarea, summary, label")];
  const shown = all.filter(isShown);
  for (const box of shown) {
    const { left, right } = box.getBoundingClientRect();
    if (scroller(box) === null && (left < -1 || right > browser.innerWidth + 1))
      found.push(`beyond the edge: ${tell(box)}`);
    const isButton = box.tagName === "BUTTON" || box.tagName === "SUMMARY";
    if (isButton && (box.scrollWidth > box.clientWidth + 1 || box.scrollHeight > box.clientHeight + 2)) {
      found.push(`cut off: ${tell(box)}`);
    }
  }
  for (const box of browser.document.querySelectorAll(
    ".card .notice, .card pre, .card table, .card p, .card fieldset",
  )) {
    const card = box.closest(".card");
    if (card === null || !isShown(box) || scroller(box) !== null) continue;
    const isOut = box.getBoundingClientRect().right > card.getBoundingClientRect().right + 1;
    if (isOut) found.push(`out of its card: ${tell(box)}`);
  }
  // Measured once each: a form has tens of thousands of pairs.
  const controls = shown
    .filter((box) => /^(?:BUTTON|A|INPUT|SELECT|TEXTAREA|SUMMARY)$/.test(box.tagName))
    .map((box) => ({ box, rect: box.getBoundingClientRect(), within: scroller(box) }));
  for (const [at, { box: one, rect: a, within }] of controls.entries()) {
    for (const { box: other, rect: b, within: withinToo } of controls.slice(at + 1)) {
      if (within !== withinToo || one.contains(other) || other.contains(one)) continue;
      const width = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const height = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (width > 2 && height > 2) found.push(`overlap: ${tell(one)} and ${tell(other)}`);
    }
  }
  return found;
}
