import type { BrowserContext, Locator, Page } from 'playwright';
import { expect } from 'vitest';

/** Nobody presses the tabulator more often to get somewhere. */
const MOST_TABS = 80;

const PATIENCE = { timeout: 90_000, interval: 20 };

/** Somebody without a mouse and without a finger: all that is done is done with keys. */
export class Keyboard {
  readonly #pointed: string[] = [];

  private constructor(readonly page: Page) {}

  /** @param context whose pages tell it when a pointer is used after all */
  static async at(page: Page, context: BrowserContext): Promise<Keyboard> {
    const keyboard = new Keyboard(page);
    await context.exposeFunction('tellPointer', (what: string) => void keyboard.#pointed.push(what));
    await context.addInitScript(() => {
      const { tellPointer } = globalThis as unknown as { tellPointer: (what: string) => void };
      for (const type of ['pointerdown', 'mousedown', 'touchstart', 'wheel']) {
        addEventListener(type, ({ target }) => tellPointer(`${type} on ${(target as Element).outerHTML.slice(0, 80)}`), { capture: true, passive: true });
      }
    });
    return keyboard;
  }

  /** What a pointer has done until now. */
  get pointed(): readonly string[] {
    return this.#pointed;
  }

  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) await this.page.keyboard.press(key);
  }

  /** Writes where the keyboard stands, in place of what is there. */
  async write(text: string): Promise<void> {
    await this.page.keyboard.press('Control+A');
    await this.page.keyboard.type(text);
  }

  /** Goes on with the tabulator until the keyboard stands there. */
  async to(target: Locator): Promise<void> {
    await target.waitFor();
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await this.isOn(target)) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`The tabulator does not lead to ${String(target)}: after ${MOST_TABS} it is on ${await this.#here()}`);
  }

  /** Waits until the keyboard stands there, where the page is to have put it. */
  async on(target: Locator): Promise<void> {
    await expect.poll(() => this.isOn(target), { ...PATIENCE, message: `the keyboard is not on ${String(target)}` }).toBe(true);
  }

  async isOn(target: Locator): Promise<boolean> {
    return (await target.and(this.page.locator(':focus')).count()) > 0;
  }

  #here(): Promise<string> {
    return this.page.evaluate(() => document.activeElement?.outerHTML.slice(0, 200) ?? 'nothing');
  }
}
