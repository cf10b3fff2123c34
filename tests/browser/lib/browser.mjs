// Debian's Chromium, driven by playwright-core; every run starts from an empty profile.
import { after, before } from 'node:test';
import { chromium } from 'playwright-core';

/** Widths at which every page is looked at: the smallest phone we promise, and a desk. */
export const WIDTHS = { phone: 320, desk: 1280 };

const HEIGHTS = { [WIDTHS.phone]: 640, [WIDTHS.desk]: 800 };

const FLAGS = [
  '--no-sandbox', // containers that run the tests have no user namespaces
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Starts the browser. The caller closes it. */
export function launch() {
  return chromium.launch({
    executablePath: process.env.DEAN06_CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: FLAGS,
    timeout: 60_000,
  });
}

/**
 * One browser for all tests of a file, closed after the last.
 *
 * @returns {(options?: {width?: number, script?: boolean, language?: string}) => Promise<import('playwright-core').Page>}
 *   opens a page in a context of its own (own cookies): `script: false` switches JavaScript of the page off.
 */
export function browserForFile() {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(async () => {
    await browser?.close();
  });
  return async ({ width = WIDTHS.desk, script = true, language = 'vi-VN' } = {}) => {
    const context = await browser.newContext({
      javaScriptEnabled: script,
      locale: language,
      timezoneId: 'Asia/Ho_Chi_Minh',
      viewport: { width, height: HEIGHTS[width] ?? 800 },
      reducedMotion: 'reduce',
    });
    context.setDefaultTimeout(15_000);
    return context.newPage();
  };
}
