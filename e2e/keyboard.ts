import { expect } from "vitest";
import type { Locator, Page } from "playwright-core";

/** Moves by keys as somebody without a pointer does: what Tab does not reach is not there. */
export class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  async reach(target: Locator, key: "Tab" | "Shift+Tab" = "Tab"): Promise<void> {
    await target.waitFor();
    for (let count = 0; count < 250; count++) {
      if (await isFocused(target)) return;
      await this.#page.keyboard.press(key);
    }
    throw new Error(`${key} does not lead to ${target.toString()}`);
  }

  async type(target: Locator, text: string): Promise<void> {
    await this.reach(target);
    await this.#page.keyboard.type(text);
  }

  async press(target: Locator, key: string): Promise<void> {
    await this.reach(target);
    await this.#page.keyboard.press(key);
  }

  async back(target: Locator, key: string): Promise<void> {
    await this.reach(target, "Shift+Tab");
    await this.#page.keyboard.press(key);
  }

  async downTo(target: Locator): Promise<void> {
    for (let count = 0; count < 50 && !(await isFocused(target)); count++) await this.#page.keyboard.press("ArrowDown");
    expect(await isFocused(target)).toBe(true);
  }

  /** An option of a closed list, by its first letters. */
  async choose(list: Locator, text: string): Promise<void> {
    await this.reach(list);
    await list.getByRole("option", { name: text }).waitFor({ state: "attached" });
    await this.#page.keyboard.type(text);
  }
}

export function isFocused(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const browser = globalThis as unknown as { readonly document: { readonly activeElement: unknown } };
    return element === browser.document.activeElement;
  });
}
