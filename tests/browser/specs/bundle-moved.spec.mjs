// The law changes while an application is filled in: on the last day of the old procedure it is begun,
// on the first day of the new one it is moved, with what was typed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillIn } from '../lib/birth.mjs';
import { browserForFile } from '../lib/browser.mjs';
import { ANSWERS, parts } from '../lib/bundle.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const MOTHER = 'new-mother';

const server = serverForFile({ args: ['--at', '2026-08-31T09:00:00+07:00'] });
const open = browserForFile();
const { as, holds } = eyes(server, open);

let bundle;

test('an application is begun under the old procedure', { timeout: 120_000 }, async () => {
  const page = await as(MOTHER, { script: false });
  await page.goto(server.url);
  await Promise.all([page.waitForNavigation(), page.locator('.notice.info a.button').first().press('Enter')]);
  bundle = new URL(page.url()).pathname;
  const titles = (await parts(page)).map((part) => part.title);
  assert.equal(titles.length, 3, titles.join(', '));
  await Promise.all([page.waitForNavigation(), page.locator('.tasks a', { hasText: /khai sinh/i }).press('Enter')]);
  await fillIn(page, ANSWERS);
  await page.goto(server.url + bundle);
  assert.equal(await page.locator('form[action$="/move"]').count(), 0, 'it is in force today');
});

test('the next day it is offered to move to the new one', { timeout: 120_000 }, async () => {
  await server.again({ args: ['--at', '2026-09-01T09:00:00+07:00'] });
  await holds(bundle, 'bundle-to-move', { account: MOTHER });
  const page = await as(MOTHER, { script: false });
  await page.goto(server.url + bundle);
  assert.match(await page.locator('.notice.waiting').innerText(), /thẻ căn cước/);
  await Promise.all([page.waitForNavigation(), page.locator('form[action$="/move"] .button').press('Enter')]);
  assert.match(page.url(), /news=moved/);
  assert.equal(await page.locator('form[action$="/move"]').count(), 0);
});

test('what was typed is still there, and the card can be chosen', { timeout: 120_000 }, async () => {
  await holds(`${bundle}?news=moved`, 'bundle-moved', { account: MOTHER });
  const page = await as(MOTHER, { script: false });
  await page.goto(server.url + bundle);
  assert.match(await page.locator('main').innerText(), /thẻ căn cước/i);
  const birth = (await parts(page)).find((part) => /khai sinh/i.test(part.title));
  assert.equal(birth.state, 'Đã điền đủ');
  await Promise.all([page.waitForNavigation(), page.locator('.tasks a', { hasText: /khai sinh/i }).press('Enter')]);
  assert.match(await page.locator('main').innerText(), /Phạm Ngọc Ánh/);
});
