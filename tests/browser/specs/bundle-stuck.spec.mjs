// A part that stands still because a register does not answer: what the applicant and the desk see of
// it, how an officer has it tried again, and how one ends it by hand.
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, describe, test } from 'node:test';
import { goOn } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { ANSWERS, fillParts, until } from '../lib/bundle.mjs';
import { axe, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const MOTHER = 'new-mother';
const CHILD = 'Phạm Ngọc Ánh';

// While this file is there, the registers of health cards and identity cards do what they are asked
// for and their answers are lost. With this seed that is so of each of the first answers.
const DOWN = path.join(tmpdir(), `dean06-down-${process.pid}`);
const SILENT = 'health-insurance.issue-card/1,population.issue-identity-card/1';
const env = { DEAN06_FAULTS: `100:3359:${SILENT}:${DOWN}`, RUST_LOG: 'error' };
const MORNING = ['--at', '2026-11-20T09:00:00+07:00'];
const NOON = ['--at', '2026-11-20T11:00:00+07:00'];

writeFileSync(DOWN, '');
after(() => rmSync(DOWN, { force: true }));

const server = serverForFile({ args: MORNING, env });
const open = browserForFile();
const { as, holds } = eyes(server, open);

let bundle;
const dossiers = {};

async function press(page, action) {
  await Promise.all([page.waitForNavigation(), page.locator(`form[action$="/${action}"] .button`).press('Enter')]);
}

/** The part of the chain about one leg. */
const leg = (page, title) => page.locator('.chain > li', { has: page.locator('h3', { hasText: title }) });

/** An officer opens the dossier about the child, accepts it and decides in favour. */
async function decide(receives, decides) {
  const intake = await as(receives, { script: false });
  await until(intake, `${server.url}/desk`, new RegExp(CHILD));
  const row = intake.locator('tbody tr', { hasText: CHILD }).locator('a').first();
  await Promise.all([intake.waitForNavigation(), row.press('Enter')]);
  const address = new URL(intake.url()).pathname;
  await press(intake, 'receive');
  const officer = receives === decides ? intake : await as(decides, { script: false });
  await officer.goto(server.url + address);
  await press(officer, 'approve');
  return address;
}

test('an application is decided while two registers do not answer', { timeout: 180_000 }, async () => {
  const page = await as(MOTHER, { script: false });
  await page.goto(server.url);
  await Promise.all([page.waitForNavigation(), page.locator('.notice.info a.button').first().press('Enter')]);
  bundle = new URL(page.url()).pathname;
  const choose = page.locator('form[action$="/choose"]', { hasText: /thẻ căn cước/i }).or(page.locator('form[action*="identity-card"]'));
  await Promise.all([page.waitForNavigation(), choose.first().locator('.button').first().press('Enter')]);
  await fillParts(page, server.url + bundle, ANSWERS);
  await page.goto(`${server.url}${bundle}/check`);
  await goOn(page);
  await decide('one-stop-officer', 'registrar');
  await until(page, server.url + bundle, /Cấp thẻ bảo hiểm y tế[^\n]*\s+Đang giải quyết/);
  dossiers.health = await decide('insurance-officer', 'insurance-officer');
  dossiers.identity = await decide('identity-officer', 'identity-officer');
});

test('the applicant reads that nothing is to be done, the desk reads why', { timeout: 120_000 }, async () => {
  const mother = await as(MOTHER, { script: false });
  const text = await until(mother, server.url + bundle, /Cấp thẻ bảo hiểm y tế[^\n]*\s+Đang giải quyết/);
  assert.match(text, /Bảo hiểm xã hội[^.]*đã đồng ý/);
  await holds(bundle, 'bundle-stuck', { account: MOTHER });
  const desk = await as('insurance-officer', { script: false });
  await until(desk, server.url + dossiers.health, /Đã thử \d+ lần/);
  assert.equal(await desk.locator('form[action$="/finish-by-hand"]').count(), 0, 'it is too early for hands');
  await holds(dossiers.health, 'desk-waits', { account: 'insurance-officer' });
});

describe('an officer has it tried now', () => {
  test('in vain while the register does not answer', { timeout: 60_000 }, async () => {
    const page = await as('identity-officer', { width: WIDTHS.phone });
    await page.goto(server.url + dossiers.identity);
    await page.keyboard.press('y');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.match(await page.locator('[role=status]').innerText(), /chưa được; hệ thống sẽ tự thử tiếp/);
    await screenshot(page, 'desk-retry-waits');
    await noSidewaysScroll(page);
    await axe(page);
  });

  test('and it stands out once it has waited for longer than it may', { timeout: 120_000 }, async () => {
    await server.again({ args: NOON, env });
    const page = await as('insurance-officer');
    await until(page, server.url + dossiers.health, /Chờ quá lâu/);
    await holds(dossiers.health, 'desk-stuck', { account: 'insurance-officer' });
  });
});

describe('an officer ends it by hand', () => {
  test('with the number of the entry and how it came there', { timeout: 60_000 }, async () => {
    for (const width of Object.values(WIDTHS)) {
      const page = await as('insurance-officer', { width });
      await page.goto(server.url + dossiers.health);
      await page.keyboard.press('h');
      await page.locator('form[action$="/finish-by-hand"] .button').click();
      await page.waitForLoadState();
      const errors = page.locator('.errors a');
      assert.deepEqual(await errors.evaluateAll((links) => links.map((link) => link.getAttribute('href'))), [
        '#finish-by-hand.reference',
        '#finish-by-hand.text',
      ]);
      await screenshot(page, 'desk-by-hand');
      await axe(page);
      await noSidewaysScroll(page);
    }
    const page = await as('insurance-officer', { script: false });
    await page.goto(server.url + dossiers.health);
    await page.locator('summary', { hasText: 'Ghi nhận đã làm thủ công' }).click();
    await page.locator('[name="finish-by-hand.reference"]').fill('TE1010000000001');
    await page.locator('[name="finish-by-hand.text"]').fill('Cấp trực tiếp trên phần mềm thẻ vì đường truyền hỏng.');
    await press(page, 'finish-by-hand');
    assert.match(await page.locator('[role=status]').innerText(), /làm thủ công/);
    const text = await until(page, server.url + dossiers.health, /kết quả đã được ký số/);
    assert.match(text, /TE1010000000001: Cấp trực tiếp trên phần mềm thẻ/);
    await holds(dossiers.health, 'desk-by-hand-done', { account: 'insurance-officer' });
  });

  test('and the family has the card like any other', { timeout: 60_000 }, async () => {
    const mother = await as(MOTHER, { script: false });
    await until(mother, server.url + bundle, /Cấp thẻ bảo hiểm y tế[^\n]*\s+Đã có kết quả/);
    assert.equal(await leg(mother, 'thẻ căn cước').locator('.tag.info').count(), 1, 'the other part still waits');
    await until(mother, `${server.url}/my/papers`, /Thẻ bảo hiểm y tế/i);
  });
});

test('once the register answers again, a try goes on', { timeout: 120_000 }, async () => {
  const page = await as('identity-officer');
  await page.goto(server.url + dossiers.identity);
  assert.equal(await page.locator('form[action$="/retry"]').count(), 1);
  rmSync(DOWN);
  await press(page, 'retry');
  assert.match(await page.locator('[role=status]').innerText(), /đã thử lại và đi tiếp/);
  const mother = await as(MOTHER, { script: false });
  await until(mother, server.url + bundle, /Cấp thẻ căn cước[^\n]*\s+Đã có kết quả/);
  assert.equal(await leg(mother, 'Đăng ký thường trú').locator('.tag.info').count(), 1, 'nobody has decided this one');
});

describe('what must be verified outside the registers', () => {
  let dossier;

  test('takes the longer limit, with the reason in writing', { timeout: 120_000 }, async () => {
    const page = await as('residence-officer', { script: false });
    await until(page, `${server.url}/desk`, new RegExp(CHILD));
    const row = page.locator('tbody tr', { hasText: CHILD }).locator('a').first();
    await Promise.all([page.waitForNavigation(), row.press('Enter')]);
    dossier = new URL(page.url()).pathname;
    await press(page, 'receive');
    assert.match(await page.locator('.aside').or(page.locator('main')).first().innerText(), /25\/11\/2026/);
    await page.locator('summary', { hasText: 'Cần xác minh' }).click();
    await press(page, 'begin-verification');
    assert.equal(await page.locator('.errors a').getAttribute('href'), '#begin-verification.reason');
    await page.locator('[name="begin-verification.reason"]').fill('Xem nơi bé sẽ ở.');
    await press(page, 'begin-verification');
    assert.match(page.url(), /done=begin-verification/);
    assert.match(await page.locator('main').innerText(), /30\/11\/2026/, 'five working days after it began');
    assert.equal(await page.locator('form[action$="/begin-verification"]').count(), 0, 'once only');
    await holds(dossier, 'desk-verification', { account: 'residence-officer' });
  });

  test('is told to the applicant, for the part and for the whole', { timeout: 60_000 }, async () => {
    const mother = await as(MOTHER, { script: false });
    const text = await until(mother, server.url + bundle, /Xong toàn bộ trước 17:00 [^,]+, 30\/11\/2026/);
    assert.match(text, /Bạn nhận kết quả trước 17:00 [^,]+, 30\/11\/2026/);
    await until(mother, `${server.url}/my/messages`, /Cơ quan cần xác minh/);
  });
});
