// One request, four agencies: a mother finds the form that her hospital's notice filled in, fills in
// the rest from one list, sends it once; the head of a household agrees; each office does its part;
// messages lead her back, and the papers lie in her store.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { ANSWERS, fillParts, intoHousehold, me, parts, until } from '../lib/bundle.mjs';
import { goOn } from '../lib/birth.mjs';
import { axe, keyboard, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const MOTHER = 'new-mother';
const HEAD = 'household-head';

const server = serverForFile();
const open = browserForFile();
const { as, holds } = eyes(server, open);

let bundle; // the path of the application
let number; // of the whole

describe('the procedure', () => {
  test('stands first on the home page, as an event of life', async () => {
    const page = await open({ width: WIDTHS.phone, script: false });
    await page.goto(server.url);
    const card = page.locator('.cards a').first();
    assert.match(await card.innerText(), /Có em bé mới sinh/);
    await Promise.all([page.waitForNavigation(), card.press('Enter')]);
    assert.equal(new URL(page.url()).pathname, '/bundles/birth');
    assert.ok((await page.locator('.chain > li').count()) >= 3);
  });
  for (const language of ['vi', 'en']) {
    test(`has a whole page (${language})`, () => holds(`/bundles/birth?lang=${language}`, `bundle-info-${language}`));
  }
});

describe('a notice that has just arrived', () => {
  test('waits for the mother on her home page', async () => {
    const page = await as(MOTHER, { width: WIDTHS.phone, script: false });
    await page.goto(server.url);
    await screenshot(page, 'bundle-home');
    const ready = page.locator('.notice.info a.button').first();
    await Promise.all([page.waitForNavigation(), ready.press('Enter')]);
    bundle = new URL(page.url()).pathname;
    assert.match(bundle, /^\/my\/bundles\/[0-9a-f-]{36}$/);
    assert.match(await page.locator('.notice.info').first().innerText(), /[Gg]iấy chứng sinh/);
  });

  test('is told in a message that leads there', async () => {
    const page = await as(MOTHER, { script: false });
    await until(page, `${server.url}/my/messages`, /giấy chứng sinh/);
    const title = await page.locator('.top nav').innerText();
    assert.match(title, /Thông báo \(\d+\)/);
    await Promise.all([page.waitForNavigation(), page.locator('.chain form button').first().press('Enter')]);
    assert.equal(new URL(page.url()).pathname, bundle);
  });

  test('has whole pages', { timeout: 180_000 }, async () => {
    const pages = { 'bundle-home-mine': '/', 'bundle-tasks': bundle, 'bundle-check-early': `${bundle}/check`, 'bundle-messages': '/my/messages', 'bundle-dossiers': '/dossiers', 'bundle-discard': `${bundle}/withdraw` };
    for (const [name, address] of Object.entries(pages)) await holds(address, name, { account: MOTHER });
  });

  test('is nobody else’s', async () => {
    const page = await as(HEAD);
    const response = await page.goto(server.url + bundle);
    assert.equal(response.status(), 404);
  });
});

describe('the list is filled in by keyboard, without script, at 320 pixels', () => {
  let page;
  const seen = new Set();

  test('what no register knows is typed, part by part', { timeout: 300_000 }, async () => {
    const head = await me(await as(HEAD), server.url);
    page = await as(MOTHER, { width: WIDTHS.phone, script: false });
    const answers = { ...ANSWERS, ...intoHousehold(head) };
    // Where the child will live decides who is asked, so that page is answered although a register could fill it.
    await page.goto(server.url + bundle);
    const residence = page.locator('.tasks a', { hasText: /thường trú/ });
    const draft = await residence.getAttribute('href');
    await page.goto(`${server.url}${draft}/home`);
    await page.locator('[name="home.of"][value=another]').press('Space');
    await goOn(page);
    await fillParts(page, server.url + bundle, answers, async (section) => {
      if (seen.has(section)) return;
      seen.add(section);
      await screenshot(page, `bundle-form-${section}`);
      await noSidewaysScroll(page);
      await keyboard(page);
    });
    const states = await parts(page);
    assert.ok(states.length >= 3, JSON.stringify(states));
    assert.ok(states.every(({ state }) => ['Đã điền đủ', 'Không làm'].includes(state)), JSON.stringify(states));
  });

  test('an optional part is added and left out again', async () => {
    await page.goto(server.url + bundle);
    const choice = page.locator('.tasks form button');
    if ((await choice.count()) === 0) return; // a law without a choice is in force
    const before = await choice.first().innerText();
    await Promise.all([page.waitForNavigation(), choice.first().press('Enter')]);
    assert.match(page.url(), /news=chosen/);
    assert.notEqual(await choice.first().innerText(), before);
    await Promise.all([page.waitForNavigation(), choice.first().press('Enter')]);
    assert.equal(await choice.first().innerText(), before);
  });

  test('everything is shown before it is sent, and changing it leads back there', { timeout: 120_000 }, async () => {
    await holds(`${bundle}/check`, 'bundle-check', { account: MOTHER });
    await page.goto(`${server.url}${bundle}/check`);
    const text = await page.locator('main').innerText();
    assert.match(text, /Phạm Ngọc Ánh/);
    assert.match(text, /Theo /);
    const change = page.locator('.summary a[href*="/child?from=bundle"]').first();
    await Promise.all([page.waitForNavigation(), change.press('Enter')]);
    await goOn(page);
    assert.equal(new URL(page.url()).pathname, `${bundle}/check`);
  });

  test('it is sent once, also when it is sent twice', async () => {
    await page.goto(`${server.url}${bundle}/check`);
    const form = await page.locator('main form[action$="/submit"] input').evaluateAll((inputs) => inputs.map(({ name, value }) => [name, value]));
    await goOn(page);
    assert.equal(new URL(page.url()).pathname, `${bundle}/submitted`);
    number = await page.locator('.confirmation strong').innerText();
    const again = await page.request.post(`${server.url}${bundle}/submit`, { form: Object.fromEntries(form), headers: { origin: server.url } });
    assert.ok(again.url().endsWith(`${bundle}/submitted`) || again.url().endsWith(bundle), again.url());
    await page.goto(`${server.url}/dossiers`);
    assert.equal(await page.getByText(number).count(), 1);
  });

  test('it says what happens next, when, and who acts', { timeout: 120_000 }, async () => {
    await holds(`${bundle}/submitted`, 'bundle-submitted', { account: MOTHER });
    await holds(bundle, 'bundle-running', { account: MOTHER });
    await page.goto(server.url + bundle);
    const text = await page.locator('main').innerText();
    assert.match(text, /trước \d\d:\d\d thứ (Hai|Ba|Tư|Năm|Sáu), \d\d\/\d\d\/\d{4}/);
    assert.match(text, /Ủy ban nhân dân phường Ba Đình/);
  });
});

/** Accepts and approves the one open dossier of an office. */
async function decide(roles) {
  for (const [role, action] of roles) {
    const page = await as(role, { script: false });
    await until(page, `${server.url}/desk`, /Phạm Ngọc Ánh/);
    const row = page.locator('tbody tr', { hasText: 'Phạm Ngọc Ánh' }).locator('a').first();
    await Promise.all([page.waitForNavigation(), row.press('Enter')]);
    const button = page.locator(`form[action$="/${action}"] .button`);
    await Promise.all([page.waitForNavigation(), button.press('Enter')]);
    assert.match(page.url(), new RegExp(`done=${action}`));
    await page.context().close();
  }
}

test('the registrar decides on the birth, with the whole chain beside it', { timeout: 180_000 }, async () => {
  await decide([['one-stop-officer', 'receive']]);
  const page = await as('registrar');
  await until(page, `${server.url}/desk`, /Phạm Ngọc Ánh/);
  await Promise.all([page.waitForNavigation(), page.locator('tbody tr', { hasText: 'Phạm Ngọc Ánh' }).locator('a').first().click()]);
  assert.match(await page.locator('aside').innerText(), new RegExp(`Chuỗi liên thông ${number}`));
  assert.ok((await page.locator('aside .chain > li').count()) >= 3);
  await screenshot(page, 'desk-chain');
  await axe(page);
  await holds(new URL(page.url()).pathname, 'desk-chain', { account: 'registrar' });
  await decide([['registrar', 'approve']]);
});

describe('the head of the household', () => {
  let question;

  test('is asked on the home page', { timeout: 120_000 }, async () => {
    const page = await as(HEAD, { width: WIDTHS.phone, script: false });
    await until(page, server.url, /đang chờ ý kiến của bạn/);
    const link = page.locator('.notice.waiting a').first();
    await Promise.all([page.waitForNavigation(), link.press('Enter')]);
    question = new URL(page.url()).pathname;
    await holds(question, 'agreement', { account: HEAD });
    await holds(`${question}?lang=en`, 'agreement-english', { account: HEAD });
    await holds('/my/agreements', 'agreements', { account: HEAD });
  });

  test('must choose, looks once more, and is told what happens now', { timeout: 120_000 }, async () => {
    const page = await as(HEAD, { width: WIDTHS.phone, script: false });
    await page.goto(server.url + question);
    await goOn(page);
    assert.equal(await page.locator('.errors a').getAttribute('href'), '#answer');
    await page.locator('[name=answer][value=yes]').press('Space');
    await goOn(page);
    assert.match(await page.locator('h1').innerText(), /Gửi câu trả lời: đồng ý/);
    await screenshot(page, 'agreement-check');
    await noSidewaysScroll(page);
    await keyboard(page);
    await goOn(page);
    assert.match(page.url(), /news=agreed/);
    assert.match(await page.locator('main').innerText(), /Bạn đã đồng ý/);
    await holds(question, 'agreement-answered', { account: HEAD });
  });

  test('nobody else sees the question', async () => {
    const page = await as('father');
    const response = await page.goto(server.url + question);
    assert.equal(response.status(), 404);
  });
});

test('the other offices decide, each for itself', { timeout: 180_000 }, async () => {
  await decide([
    ['insurance-officer', 'receive'],
    ['insurance-officer', 'approve'],
    ['residence-officer', 'receive'],
    ['residence-officer', 'approve'],
  ]);
  const page = await as(MOTHER, { script: false });
  await until(page, server.url + bundle, /xong toàn bộ lúc/);
  await holds(bundle, 'bundle-done', { account: MOTHER });
});

describe('the papers', () => {
  let paper;

  test('lie in the store of the mother, under her child', { timeout: 180_000 }, async () => {
    const page = await as(MOTHER, { script: false });
    await until(page, `${server.url}/my/papers`, /Giấy tờ của con: Phạm Ngọc Ánh[\s\S]*Giấy khai sinh/);
    await holds('/my/papers', 'papers-of-child', { account: MOTHER });
    await page.goto(`${server.url}/my/papers`);
    await Promise.all([page.waitForNavigation(), page.locator('tbody a', { hasText: 'Giấy khai sinh' }).first().press('Enter')]);
    paper = new URL(page.url()).pathname;
    assert.equal(await page.locator('.notice.good').count(), 1, 'the signatures hold');
    await holds(paper, 'paper', { account: MOTHER });
  });

  test('can be had as PDF and as signed data, with their names', async () => {
    const page = await as(MOTHER);
    await page.goto(server.url + paper);
    for (const [link, kind, start] of [['file', 'application/pdf', '%PDF-'], ['signed.jws', 'application/jose', 'ey']]) {
      const response = await page.request.get(`${server.url}${paper}/${link}`);
      const headers = response.headers();
      assert.equal(headers['content-type'], kind);
      assert.match(headers['content-disposition'], /^attachment; filename="[^"]+"; filename\*=UTF-8''/);
      assert.equal(headers['cache-control'], 'private, no-store');
      assert.match(headers['content-security-policy'], /default-src 'none'/);
      assert.ok((await response.body()).toString('latin1').startsWith(start));
    }
  });

  test('are nobody else’s', async () => {
    const page = await as('father');
    assert.equal((await page.goto(server.url + paper)).status(), 404);
    assert.equal((await page.request.get(`${server.url}${paper}/file`)).status(), 404);
  });

  test('are found genuine by anybody, and a changed byte is found out', { timeout: 60_000 }, async () => {
    const mine = await as(MOTHER);
    const pdf = await (await mine.request.get(`${server.url}${paper}/file`)).body();
    const page = await open({ width: WIDTHS.phone, script: false });
    const check = async (bytes) => {
      await page.goto(`${server.url}/verify`);
      await page.locator('[name=file]').setInputFiles({ name: 'x.pdf', mimeType: 'application/pdf', buffer: bytes });
      await Promise.all([page.waitForNavigation(), page.locator('form:has([name=file]) button').press('Enter')]);
      return page.locator('.notice h2').first().innerText();
    };
    assert.equal(await check(pdf), 'Giấy tờ hợp lệ');
    assert.equal(await page.locator('tbody tr').count(), 2, 'two signatures');
    await screenshot(page, 'verify-pdf');
    await noSidewaysScroll(page);
    const changed = Buffer.from(pdf);
    changed[Math.floor(pdf.length / 3)] ^= 1;
    assert.notEqual(await check(changed), 'Giấy tờ hợp lệ');
    assert.equal(await check(Buffer.concat([pdf, Buffer.from('\n% more\n')])), 'Tệp đã bị thêm nội dung sau khi ký');
  });

  test('open from the code on the sheet', async () => {
    const page = await as(MOTHER);
    const response = await page.request.get(`${server.url}${paper}/signed.jws`);
    const jws = await response.text();
    await page.goto(`${server.url}/verify`);
    await page.locator('[name=qr]').fill(jws);
    await Promise.all([page.waitForNavigation(), page.locator('form:has([name=qr]) button').click()]);
    assert.equal(await page.locator('.notice.good').count(), 1);
    await axe(page);
  });

  test('come all at once', async () => {
    const page = await as(MOTHER);
    await page.goto(`${server.url}/my/papers`);
    const download = page.waitForEvent('download');
    await page.locator('a[href$="export.zip"]').click();
    const file = await download;
    assert.match(file.suggestedFilename(), /\.zip$/);
    assert.equal((await readFile(await file.path())).subarray(0, 2).toString(), 'PK');
  });
});
