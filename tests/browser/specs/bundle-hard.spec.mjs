// The hard days of an interlinked application, as people see them: somebody does not agree, an
// office refuses and looks again, a part is withdrawn, a paper is taken back.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goOn } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { ANSWERS, fillParts, intoHousehold, me, until } from '../lib/bundle.mjs';
import { axe, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const MOTHER = 'new-mother';
const HEAD = 'household-head';
const CHILD = 'Phạm Ngọc Ánh';

const server = serverForFile();
const open = browserForFile();
const { as, holds } = eyes(server, open);

let bundle;
let birth; // the dossier of the birth that ended well, as the desk shows it

/** The part of the page about one leg. */
const leg = (page, title) => page.locator('.chain > li', { has: page.locator('h3', { hasText: title }) });

/** The dossier about the child that an office has open. */
async function openDossier(page) {
  await until(page, `${server.url}/desk`, new RegExp(CHILD));
  const row = page.locator('tbody tr', { hasText: CHILD }).locator('a').first();
  await Promise.all([page.waitForNavigation(), row.press('Enter')]);
}

async function press(page, action) {
  await Promise.all([page.waitForNavigation(), page.locator(`form[action$="/${action}"] .button`).press('Enter')]);
}

test('an application is sent that needs somebody else’s agreement', { timeout: 120_000 }, async () => {
  const head = await me(await as(HEAD), server.url);
  const page = await as(MOTHER, { script: false });
  await page.goto(server.url);
  await Promise.all([page.waitForNavigation(), page.locator('.notice.info a.button').first().press('Enter')]);
  bundle = new URL(page.url()).pathname;
  const draft = await page.locator('.tasks a', { hasText: /thường trú/ }).getAttribute('href');
  await page.goto(`${server.url}${draft}/home`);
  await page.locator('[name="home.of"][value=another]').press('Space');
  await goOn(page);
  await fillParts(page, server.url + bundle, { ...ANSWERS, ...intoHousehold(head) });
  await page.goto(`${server.url}${bundle}/check`);
  await goOn(page);
  assert.equal(new URL(page.url()).pathname, `${bundle}/submitted`);
});

test('who does not agree says why, and only that part ends', { timeout: 120_000 }, async () => {
  const page = await as(HEAD, { width: WIDTHS.phone, script: false });
  await until(page, `${server.url}/my/agreements`, /Đang chờ bạn trả lời/);
  await Promise.all([page.waitForNavigation(), page.locator('.tasks a').first().press('Enter')]);
  await page.locator('[name=answer][value=no]').press('Space');
  await goOn(page);
  await page.locator('[name=reason]').fill('Nhà tôi đang sửa.');
  await screenshot(page, 'agreement-decline');
  await noSidewaysScroll(page);
  await goOn(page);
  assert.match(await page.locator('main').innerText(), /Bạn đã không đồng ý/);
  const mother = await as(MOTHER, { script: false });
  const text = await until(mother, server.url + bundle, /không đồng ý/);
  assert.match(text, /Nhà tôi đang sửa/);
  assert.equal(await leg(mother, 'Đăng ký khai sinh').locator('.tag.info').count(), 1, 'the birth goes on');
  await holds(bundle, 'bundle-declined', { account: MOTHER });
});

describe('a refusal', () => {
  test('is given in writing and ends what depends on it', { timeout: 120_000 }, async () => {
    const page = await as('registrar', { script: false });
    await openDossier(page);
    await press(page, 'receive');
    await page.locator('summary', { hasText: 'Từ chối' }).click();
    await page.locator('[name="refuse.code"]').first().check();
    await page.locator('[name="refuse.reason"]').fill('Thiếu xác nhận của cơ sở y tế.');
    await press(page, 'refuse');
    const mother = await as(MOTHER, { script: false });
    await until(mother, server.url + bundle, /Thiếu xác nhận của cơ sở y tế/);
    assert.equal(await leg(mother, 'Cấp thẻ bảo hiểm y tế').locator('.tag.bad').count(), 1);
    await holds(bundle, 'bundle-refused', { account: MOTHER });
  });

  test('can be answered by asking for a new look', { timeout: 120_000 }, async () => {
    const page = await as(MOTHER, { width: WIDTHS.phone, script: false });
    await page.goto(server.url + bundle);
    const appeal = page.locator('a[href$="/appeal"]').first();
    await Promise.all([page.waitForNavigation(), appeal.press('Enter')]);
    const { pathname } = new URL(page.url());
    await holds(pathname, 'bundle-appeal', { account: MOTHER });
    await goOn(page);
    assert.equal(await page.locator('.errors a').getAttribute('href'), '#reason');
    await page.locator('[name=reason]').fill('Bệnh viện đã gửi giấy chứng sinh điện tử.');
    await goOn(page);
    assert.match(page.url(), /news=appealed/);
    assert.equal(await leg(page, 'Đăng ký khai sinh').getByText('Xem hồ sơ lần trước').count(), 1);
  });

  test('is looked at again with everything in view', { timeout: 120_000 }, async () => {
    const page = await as('registrar');
    await openDossier(page);
    const text = await page.locator('main').innerText();
    assert.match(text, /Bệnh viện đã gửi giấy chứng sinh điện tử/);
    assert.match(text, /Thiếu xác nhận của cơ sở y tế/);
    birth = new URL(page.url()).pathname;
    await holds(birth, 'desk-appeal', { account: 'registrar' });
    const desk = await as('registrar', { script: false });
    await desk.goto(server.url + birth);
    await press(desk, 'receive');
    await press(desk, 'approve');
    const mother = await as(MOTHER, { script: false });
    await until(mother, server.url + bundle, /Đăng ký khai sinh\s+Đã có kết quả/);
  });
});

test('one part is withdrawn and the rest stays', { timeout: 120_000 }, async () => {
  const page = await as(MOTHER, { width: WIDTHS.phone, script: false });
  await until(page, server.url + bundle, /Cấp thẻ bảo hiểm y tế[^\n]*\s+Đang giải quyết/);
  const way = leg(page, 'Cấp thẻ bảo hiểm y tế').locator('a[href$="/withdraw"]');
  await Promise.all([page.waitForNavigation(), way.press('Enter')]);
  await screenshot(page, 'bundle-withdraw-leg');
  await noSidewaysScroll(page);
  await page.locator('[name=reason]').fill('Tôi sẽ làm sau.');
  await goOn(page);
  assert.match(page.url(), /news=leg-withdrawn/);
  assert.equal(await leg(page, 'Đăng ký khai sinh').locator('.tag.good').count(), 1);
  await holds(bundle, 'bundle-ended', { account: MOTHER });
});

describe('a paper that is taken back', () => {
  let code;

  test('was genuine before', { timeout: 60_000 }, async () => {
    const page = await as(MOTHER);
    await until(page, `${server.url}/my/papers`, /Giấy khai sinh/);
    await page.locator('tbody a', { hasText: 'Giấy khai sinh' }).first().click();
    await page.waitForURL(/\/my\/papers\/[0-9a-f-]{36}/);
    code = await page.locator('.summary > div', { has: page.locator('dt:text-is("Mã kiểm tra")') }).locator('dd').innerText();
    const stranger = await open({ script: false });
    await stranger.goto(`${server.url}/verify?code=${code}`);
    assert.equal(await stranger.locator('.notice.good').count(), 1);
  });

  test('needs a reason and a leader', { timeout: 120_000 }, async () => {
    const page = await as('leader');
    await page.goto(server.url + birth);
    await page.keyboard.press('v');
    await page.locator('form[action$="/revoke-result"] .button').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.errors a').getAttribute('href'), '#revoke-result.text');
    await screenshot(page, 'desk-revoke');
    await axe(page);
    await page.locator('[name="revoke-result.text"]').fill('Ghi sai ngày sinh của mẹ.');
    await Promise.all([page.waitForNavigation(), page.locator('form[action$="/revoke-result"] .button').click()]);
    assert.match(page.url(), /done=revoke-result/);
  });

  test('is told to whoever checks it, and to its owner', { timeout: 60_000 }, async () => {
    const stranger = await open({ script: false });
    await stranger.goto(`${server.url}/verify?code=${code}`);
    assert.equal(await stranger.locator('.notice h2').first().innerText(), 'Giấy tờ đã bị thu hồi');
    await screenshot(stranger, 'verify-revoked');
    const page = await as(MOTHER, { script: false });
    await until(page, `${server.url}/my/papers`, /Đã bị thu hồi/);
    await Promise.all([page.waitForNavigation(), page.locator('tbody a', { hasText: 'Giấy khai sinh' }).first().press('Enter')]);
    assert.match(await page.locator('.notice.bad').innerText(), /Ghi sai ngày sinh của mẹ/);
  });
});
