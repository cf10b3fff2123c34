// A session that ends while somebody types: what was typed comes back to whoever typed it, and to
// nobody else.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANSWERS, fillIn, goOn } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { keyboard, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { signIn } from '../lib/sign-in.mjs';

const server = serverForFile();
const open = browserForFile();
const NAME = 'child.name';

/** Opens the page that asks for the child's name, in a new draft of the mother's. */
async function namePage(page) {
  await signIn(page, server.url, server.account('mother'));
  await page.goto(`${server.url}/services/birth-registration`);
  await goOn(page);
  const there = new Error('the page of the child');
  const filled = fillIn(page, ANSWERS, async (here) => {
    if (here === 'child') throw there;
  });
  await assert.rejects(filled, there);
  return page.url();
}

/** Types credentials into the sign-in page that is open. */
async function signInHere(page, { login, password }) {
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL((address) => address.pathname !== '/sign-in');
}

for (const script of [false, true]) {
  describe(script ? 'with a script' : 'without a script', () => {
    const typed = script ? 'Nguyễn Ngọc Ánh Dương' : 'Nguyễn Trần Bình Minh';
    let page;
    let address;

    test('what is sent after the session has ended leads to signing in', async () => {
      page = await open({ width: WIDTHS.phone, script });
      address = await namePage(page);
      await server.later(script ? 120 : 40);
      await page.locator(`[name="${NAME}"]`).fill(typed);
      await goOn(page);
      await page.waitForURL('**/sign-in?**');
      assert.ok(!(await page.content()).includes(typed), 'it is not in the page');
    });

    test('somebody else who signs in there gets nothing of it', async () => {
      await signInHere(page, server.account('grandmother'));
      assert.equal(new URL(page.url()).pathname, '/');
      assert.ok(!(await page.content()).includes(typed));
      await page.goto(`${server.url}/sign-in/kept`);
      assert.ok(!(await page.content()).includes(typed));
      const missing = await page.goto(address);
      assert.equal(missing.status(), 404);
    });

    test('whoever typed it signs in, goes on, and it is there', async () => {
      await page.goto(`${server.url}/sign-in?continue=/sign-in/kept`);
      await signInHere(page, server.account('mother'));
      assert.equal(new URL(page.url()).pathname, '/sign-in/kept');
      await screenshot(page, 'session-kept');
      await noSidewaysScroll(page);
      await keyboard(page);
      await goOn(page);
      assert.notEqual(new URL(page.url()).pathname, '/sign-in/kept');
      await page.goto(address);
      assert.equal(await page.locator(`[name="${NAME}"]`).inputValue(), typed);
    });
  });
}
