// Everything that every page must keep, at both widths.
import assert from 'node:assert/strict';
import { WIDTHS } from './browser.mjs';
import { axe, keyboard, noSidewaysScroll, screenshot } from './checks.mjs';
import { signIn } from './sign-in.mjs';
import { weigh } from './weight.mjs';

/**
 * For one server and browser: `as` opens a page that is signed in, `holds` looks at an address closely.
 *
 * @param {import('./server.mjs').Server} server
 * @param {(options?: object) => Promise<import('playwright-core').Page>} open
 */
export function eyes(server, open) {
  async function as(role, options) {
    const page = await open(options);
    await signIn(page, server.url, server.account(role));
    return page;
  }

  async function holds(address, name, { account, status = 200 } = {}) {
    for (const width of Object.values(WIDTHS)) {
      const page = account ? await as(account, { width }) : await open({ width });
      const response = await page.goto(server.url + address);
      assert.equal(response.status(), status, address);
      assert.equal(await page.locator('h1').count(), 1, `${address} has one heading`);
      await screenshot(page, name);
      await axe(page);
      await noSidewaysScroll(page);
      await keyboard(page);
      if (status === 200) await weigh(page, server.url + address);
      await page.context().close();
    }
  }

  return { as, holds };
}
