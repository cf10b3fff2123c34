// The desk in a real browser: dossiers accepted, taken over, supplemented, decided and refused, by
// keyboard; then the paper that comes of it, checked by somebody who only has its code.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { ANSWERS, registerBirth } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { axe, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const server = serverForFile();
const open = browserForFile();

const { as, holds: look } = eyes(server, open);

const holds = (address, name, account, status) => look(address, name, { account, status });

/** A key that leads to a button or form, then Enter: the two strokes of a decision. */
async function twoStrokes(page, key) {
  await page.keyboard.press(key);
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

const dossiers = [];
const desk = (dossier) => dossier.address.replace('/dossiers/', '/desk/dossiers/');

test('two births are applied for', { timeout: 120_000 }, async () => {
  for (const name of ['Nguyễn Ngọc Ánh', 'Nguyễn Ngọc Bình']) {
    const page = await open({ script: false });
    const answers = { ...ANSWERS, child: { ...ANSWERS.child, 'child.name': name } };
    dossiers.push(await registerBirth(page, server.url, server.account('mother'), answers));
    await page.context().close();
  }
  assert.notEqual(dossiers[0].number, dossiers[1].number);
});

test('the queue shows them, and its pages are whole', { timeout: 120_000 }, async () => {
  await holds('/desk', 'desk-queue', 'one-stop-officer');
  await holds(`/desk?number=${dossiers[0].number}`, 'desk-found', 'one-stop-officer');
  await holds('/desk?filter=overdue', 'desk-none', 'one-stop-officer');
  await holds(desk(dossiers[0]), 'desk-new', 'one-stop-officer');
  await holds('/my-data', 'desk-no-citizen', 'one-stop-officer', 403);
});

test('a dossier is opened with j and Enter and accepted with two strokes', async () => {
  const page = await as('one-stop-officer');
  for (let turn = 0; turn < dossiers.length; turn += 1) {
    await page.goto(`${server.url}/desk?filter=new`);
    await page.keyboard.press('j');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    assert.match(page.url(), /\/desk\/dossiers\//);
    await twoStrokes(page, 't');
    assert.match(page.url(), /done=receive/);
    assert.equal(await page.locator('.notice.good[role=status]').count(), 1);
  }
});

test('a leader sees it and has nothing to press', async () => {
  const page = await as('leader');
  await page.goto(server.url + desk(dossiers[0]));
  await screenshot(page, 'desk-leader');
  assert.equal(await page.locator('form[action$="/approve"]').count(), 0);
});

describe('two officers on one dossier', () => {
  let mine;
  let late;

  test('one takes it, the other is told by whom and when, and keeps what was typed', async () => {
    [mine, late] = [await as('registrar'), await as('registrar-2', { script: false })];
    await late.goto(server.url + desk(dossiers[0]));
    await mine.goto(server.url + desk(dossiers[0]));
    await twoStrokes(mine, 'n');
    await late.locator('summary', { hasText: 'Yêu cầu bổ sung' }).click();
    await late.locator('[name="request-supplement.items"]').fill('Giấy chứng sinh');
    await late.locator('[name="request-supplement.reason"]').fill('Số giấy chứng sinh còn trống');
    await late.locator('form[action$="/request-supplement"] .button').click();
    await late.waitForLoadState();
    await screenshot(late, 'desk-conflict');
    const notice = await late.locator('.notice.bad').innerText();
    const holder = await mine.locator('.person p').innerText();
    assert.ok(notice.includes(holder.split('\n')[0].trim()), notice);
    assert.match(notice, /\d\d:\d\d, \d\d\/\d\d\/\d{4}/);
    assert.match(notice, /Giấy chứng sinh/);
    assert.equal(await late.locator('form[action$="/approve"]').count(), 0);
  });

  test('a take-over needs a note', async () => {
    const form = late.locator('form[action$="/take"]');
    const open = () => late.locator('summary', { hasText: 'Nhận xử lý' }).click();
    await open();
    await form.locator('.button').click();
    await late.waitForLoadState();
    assert.equal(await late.locator('.errors a').getAttribute('href'), '#take.note');
    await form.locator('textarea').fill('Đồng nghiệp nghỉ phép');
    await form.locator('.button').click();
    await late.waitForURL(/done=take/);
    assert.match(await late.locator('main').innerText(), /Đồng nghiệp nghỉ phép/);
  });

  test('a page with a form open and in error is whole', async () => {
    const page = await as('registrar-2');
    await page.goto(server.url + desk(dossiers[0]));
    await page.keyboard.press('s');
    await page.locator('form[action$="/request-supplement"] .button').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.errors a').count(), 2);
    assert.equal(await page.locator('details[open]').count(), 1);
    await screenshot(page, 'desk-errors');
    await axe(page);
    await noSidewaysScroll(page);
  });
});

describe('a supplement', () => {
  test('is asked for once, in writing', async () => {
    const page = await as('registrar-2', { script: false });
    await page.goto(server.url + desk(dossiers[0]));
    await page.locator('summary', { hasText: 'Yêu cầu bổ sung' }).click();
    await page.locator('[name="request-supplement.items"]').fill('Số giấy chứng sinh\nXem lại nơi sinh');
    await page.locator('[name="request-supplement.sections"][value="birth_address"]').check();
    await page.locator('[name="request-supplement.reason"]').fill('Số giấy chứng sinh còn trống');
    await page.locator('form[action$="/request-supplement"] .button').click();
    await page.waitForURL(/\/desk\?done=request-supplement/);
    assert.match(await page.locator('main').innerText(), new RegExp(dossiers[0].number));
  });

  test('is answered by the mother', { timeout: 120_000 }, async () => {
    for (const [path, name] of [['', 'supplement-asked'], ['/supplement', 'supplement-form'], ['/slips/supplement', 'slip-supplement']]) {
      await holds(dossiers[0].address + path, name, 'mother');
    }
    const page = await as('mother', { width: WIDTHS.phone, script: false });
    await page.goto(`${server.url}${dossiers[0].address}/supplement`);
    await page.locator('[name="birth_address.notice_number"]').fill('GCS-2026-001');
    await page.locator('main form button').first().click();
    await page.waitForURL(/news=answered/);
    assert.match(await page.locator('main').innerText(), /Đang xử lý/);
  });
});

describe('a decision', () => {
  test('needs two strokes and leads to the next dossier', async () => {
    const page = await as('registrar-2');
    await page.goto(server.url + desk(dossiers[0]));
    await twoStrokes(page, 'a');
    assert.match(page.url(), /\/desk\?done=approve/);
    assert.match(await page.locator('.notice.good').innerText(), new RegExp(dossiers[0].number));
    await page.keyboard.press('o');
    await page.waitForURL(/\/desk\/dossiers\//);
  });

  test('or a reason, where it is a refusal', async () => {
    const page = await as('registrar', { script: false });
    await page.goto(server.url + desk(dossiers[1]));
    await page.locator('summary', { hasText: 'Từ chối' }).click();
    await page.locator('[name="refuse.code"][value="already-done"]').check();
    await page.locator('[name="refuse.reason"]').fill('Khai sinh của bé đã được đăng ký.');
    await page.locator('form[action$="/refuse"] .button').click();
    await page.waitForURL(/\/desk\?done=refuse/);
    await holds(dossiers[1].address, 'dossier-refused', 'mother');
    await holds(`${dossiers[1].address}/slips/refusal`, 'slip-refusal', 'mother');
  });

  test('is seen by the applicant', { timeout: 120_000 }, async () => {
    const pages = [['', 'dossier-decided'], ['/result', 'result'], ['/slips/appointment', 'slip-appointment']];
    for (const [path, name] of pages) {
      await holds(dossiers[0].address + path, name, 'mother');
      if (path) await holds(desk(dossiers[0]) + path, `desk-${name}`, 'registrar');
    }
    await holds('/desk?filter=done', 'desk-done', 'registrar');
    await holds(desk(dossiers[0]), 'desk-decided', 'registrar');
  });

  test('lets the mother apply for a twin from the same start', async () => {
    const page = await as('mother', { script: false });
    await page.goto(server.url + dossiers[0].address);
    await page.locator('form[action$="/again"] button').click();
    await page.waitForURL(/\/drafts\//);
    assert.match(await page.locator('.caption').innerText(), /Đăng ký khai sinh/);
  });
});

describe('the paper', () => {
  let code;
  let jws;

  test('can be downloaded as signed data', async () => {
    const page = await as('mother');
    await page.goto(`${server.url}${dossiers[0].address}/result`);
    code = (await page.locator('.paper .code p').innerText()).match(/([0-9A-Z]+-)+[0-9A-Z]+$/)[0];
    const download = page.waitForEvent('download');
    await page.locator('a[href$="result.jws"]').click();
    const file = await download;
    assert.match(file.suggestedFilename(), /^H[0-9.A-Z-]+\.jws$/);
    jws = await readFile(await file.path(), 'utf8');
    assert.equal(jws.split('.').length, 3);
  });

  test('is one sheet when printed', async () => {
    const page = await as('mother');
    await page.goto(`${server.url}${dossiers[0].address}/result`);
    const pdf = await page.pdf({ format: 'A4', preferCSSPageSize: true });
    assert.equal(pdf.toString('latin1').match(/\/Type\s*\/Page[^s]/g).length, 1);
  });

  test('is found genuine by its code, by anybody', { timeout: 60_000 }, async () => {
    const page = await open({ width: WIDTHS.phone, script: false });
    await page.goto(`${server.url}/verify`);
    await page.locator('[name=code]').fill(code);
    await page.keyboard.press('Enter');
    await page.waitForURL(/code=/);
    assert.equal(await page.locator('.notice.good').count(), 1);
    assert.match(await page.locator('main').innerText(), /Nguyễn Ngọc Ánh/);
    await screenshot(page, 'verify-valid');
    await noSidewaysScroll(page);
  });

  test('is found genuine by its data, and altered data are found out', async () => {
    const page = await open();
    const check = async (data) => {
      await page.goto(`${server.url}/verify`);
      await page.locator('[name=file]').setInputFiles({ name: 'x.jws', mimeType: 'application/jose', buffer: Buffer.from(data) });
      await Promise.all([page.waitForNavigation(), page.locator('form:has([name=file]) button').click()]);
    };
    await check(jws);
    assert.equal(await page.locator('.notice.good').count(), 1);
    await axe(page);
    const [head, body, signature] = jws.split('.');
    const altered = Buffer.from(Buffer.from(body, 'base64url').toString().replace('Ánh', 'Anh')).toString('base64url');
    await check([head, altered, signature].join('.'));
    assert.equal(await page.locator('.notice.bad').count(), 1);
    await check('x'.repeat(5_000_000));
    assert.equal(await page.locator('.errors a').count(), 1);
  });
});

test('the mother sees who used her data', async () => {
  const page = await as('mother');
  let found = false;
  await page.goto(`${server.url}/my-data/use`);
  for (let turn = 0; turn < 30 && !found; turn += 1) {
    const text = await page.locator('main').innerText();
    found = /Ủy ban nhân dân phường Ba Đình/.test(text) && text.includes(dossiers[0].number);
    const next = page.locator('a[rel=next]');
    if (found || (await next.count()) === 0) break;
    await Promise.all([page.waitForNavigation(), next.click()]);
  }
  assert.ok(found, 'the officers and the dossier are named');
  await screenshot(page, 'my-data-use-officers');
  await axe(page);
});
