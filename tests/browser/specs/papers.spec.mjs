// The store of papers: what a person puts in, what a link shows to others, and the check of papers
// by anybody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { goOn } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { axe, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { eyes } from '../lib/whole.mjs';

const OWNER = 'unmarried-mother';

const server = serverForFile();
const open = browserForFile();
const { as, holds } = eyes(server, open);

// The smallest picture: one white point.
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8/5+hHgAHggJ/PchI7wAAAABJRU5ErkJggg==',
  'base64',
);

let paper; // its path
let link; // the shared one

/** Sends the form of the page with a file. */
async function upload(page, { kind, title = '', file }) {
  await page.goto(`${server.url}/my/papers/upload`);
  if (kind) await page.locator('[name=kind]').selectOption(kind);
  await page.locator('[name=title]').fill(title);
  if (file) await page.locator('[name=file]').setInputFiles(file);
  await Promise.all([page.waitForNavigation(), page.locator('main form .button').first().press('Enter')]);
}

test('an empty store explains itself', { timeout: 120_000 }, async () => {
  await holds('/my/papers', 'papers-empty', { account: OWNER });
  await holds('/my/papers/upload', 'papers-upload', { account: OWNER });
  await holds('/my/papers/shares', 'papers-shares-empty', { account: OWNER });
  await holds('/my/messages', 'messages-empty', { account: OWNER });
  await holds('/my/agreements', 'agreements-empty', { account: OWNER });
});

describe('a scanned paper', () => {
  test('needs its kind and its file', async () => {
    const page = await as(OWNER, { width: WIDTHS.phone, script: false });
    await upload(page, {});
    const errors = await page.locator('.errors a').evaluateAll((lines) => lines.map((line) => line.getAttribute('href')));
    assert.deepEqual(errors, ['#kind', '#file']);
    await screenshot(page, 'papers-upload-errors');
    await noSidewaysScroll(page);
  });

  test('is known by its content, not by its name', async () => {
    const page = await as(OWNER, { script: false });
    const program = { name: 'birth.pdf', mimeType: 'application/pdf', buffer: Buffer.from('MZ\x90\x00 not a picture') };
    await upload(page, { kind: 'other', file: program });
    const said = (await page.locator('.errors, .notice.bad').allInnerTexts()).join(' ');
    assert.match(said, /PDF|JPEG|PNG/);
  });

  test('is kept, and nobody vouches for it', { timeout: 120_000 }, async () => {
    const page = await as(OWNER, { width: WIDTHS.phone, script: false });
    const file = { name: 'giấy chứng sinh.png', mimeType: 'image/png', buffer: PICTURE };
    await upload(page, { kind: 'birth-notice', title: 'Giấy chứng sinh của bé', file });
    assert.match(page.url(), /news=uploaded/);
    paper = new URL(page.url()).pathname;
    assert.match(await page.locator('main').innerText(), /không có cơ quan nào xác nhận/);
    await holds(paper, 'paper-uploaded', { account: OWNER });
    await holds('/my/papers', 'papers-uploaded', { account: OWNER });
    const response = await page.request.get(`${server.url}${paper}/file`);
    assert.equal(response.headers()['content-type'], 'image/png');
    assert.match(response.headers()['content-disposition'], /filename\*=UTF-8''/);
    assert.deepEqual(await response.body(), PICTURE);
  });

  test('is nobody else’s', async () => {
    const page = await as('mother');
    assert.equal((await page.goto(server.url + paper)).status(), 404);
  });
});

describe('a link', () => {
  test('is made for some days and shown once', { timeout: 120_000 }, async () => {
    await holds(`${paper}/share`, 'paper-share', { account: OWNER });
    const page = await as(OWNER, { width: WIDTHS.phone, script: false });
    await page.goto(`${server.url}${paper}/share`);
    await page.locator('[name=days][value="1"]').press('Space');
    await Promise.all([page.waitForNavigation(), page.locator('main form .button').first().press('Enter')]);
    link = await page.locator('#link').inputValue();
    assert.match(link, /\/shared\/[\w-]{20,}$/);
    await screenshot(page, 'paper-shared-link');
    await noSidewaysScroll(page);
    await page.goto(server.url + paper);
    assert.equal(await page.getByText(link).count(), 0, 'nobody is told it again');
  });

  test('shows one paper to whoever has it, and no more', { timeout: 120_000 }, async () => {
    const { pathname } = new URL(link);
    await holds(pathname, 'shared');
    const page = await open({ script: false });
    const response = await page.goto(server.url + pathname);
    assert.equal(response.headers()['cache-control'], 'private, no-store');
    assert.match(response.headers()['x-robots-tag'], /noindex/);
    assert.doesNotMatch(await page.locator('main').innerText(), /Lê Thị Mai Duyên/);
    const file = await page.request.get(`${server.url}${pathname}/file`);
    assert.deepEqual(await file.body(), PICTURE);
    assert.equal((await page.goto(`${server.url}/shared/${'A'.repeat(22)}`)).status(), 404);
  });

  test('tells its owner when it was opened, and ends', { timeout: 120_000 }, async () => {
    const page = await as(OWNER, { script: false });
    await page.goto(server.url + paper);
    const text = await page.locator('.chain').innerText();
    assert.match(text, /có tải tệp/);
    await holds('/my/papers/shares', 'papers-shares', { account: OWNER });
    await Promise.all([page.waitForNavigation(), page.locator('form[action$="/end-share"] button').first().press('Enter')]);
    assert.match(page.url(), /news=share-ended/);
    const stranger = await open({ script: false });
    assert.equal((await stranger.goto(server.url + new URL(link).pathname)).status(), 404);
  });
});

describe('a form', () => {
  let draft;

  test('takes a paper of the store instead of an upload', { timeout: 120_000 }, async () => {
    const page = await as(OWNER, { width: WIDTHS.phone, script: false });
    await page.goto(`${server.url}/services/birth-registration`);
    await goOn(page);
    draft = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
    await page.goto(`${server.url}${draft}/birth_place`);
    await page.locator('[name="birth_place.where"][value="health-facility"]').press('Space');
    await goOn(page);
    await page.goto(`${server.url}${draft}/birth_address`);
    const stored = page.locator('[name="birth_address.notice_scan"]').first();
    assert.equal(await stored.inputValue(), paper.split('/').at(-1));
    await screenshot(page, 'form-paper');
    await noSidewaysScroll(page);
    await stored.press('Space');
    await page.locator('[name="birth_address.facility"]').fill('Bệnh viện Phụ sản Hà Nội');
    await goOn(page);
    await page.goto(`${server.url}${draft}/birth_address`);
    assert.equal(await stored.isChecked(), true);
    const seen = await as(OWNER);
    await seen.goto(`${server.url}${draft}/birth_address`);
    await axe(seen);
  });

  test('or sends for a new one, and keeps what was typed', { timeout: 60_000 }, async () => {
    const page = await as(OWNER, { width: WIDTHS.phone, script: false });
    await page.goto(`${server.url}${draft}/birth_address`);
    await page.locator('[name="birth_address.facility"]').fill('Bệnh viện Bạch Mai');
    await page.locator('[name="birth_address.notice_scan"][value=_upload]').press('Space');
    await goOn(page);
    assert.equal(new URL(page.url()).pathname, '/my/papers/upload');
    assert.equal(await page.locator('[name=kind]').inputValue(), 'birth-notice');
    await page.locator('[name=file]').setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: PICTURE });
    await Promise.all([page.waitForNavigation(), page.locator('main form .button').first().press('Enter')]);
    assert.equal(new URL(page.url()).pathname, `${draft}/birth_address`);
    assert.equal(await page.locator('[name="birth_address.facility"]').inputValue(), 'Bệnh viện Bạch Mai');
    const chosen = page.locator('[name="birth_address.notice_scan"]:checked');
    assert.equal(await chosen.inputValue(), new URL(page.url()).searchParams.get('paper'));
    await page.goto(`${server.url}${draft}/discard`);
    await goOn(page);
  });
});

test('what was put in can be thrown away', async () => {
  const page = await as(OWNER, { script: false });
  await page.goto(`${server.url}${paper}/discard`);
  await screenshot(page, 'paper-discard');
  await Promise.all([page.waitForNavigation(), page.locator('main form .button').first().press('Enter')]);
  assert.match(page.url(), /news=paper-discarded/);
  assert.equal((await page.goto(server.url + paper)).status(), 404);
});

describe('the check of papers', () => {
  const cases = {
    'nothing at all': ['', '.errors a'],
    'no paper': ['not.signed.atall', '.notice.bad'],
    'a QR that nobody signed': ['D1.WyJhIl0.AAAA', '.notice.bad'],
    'the address of such a QR': ['https://x.example/verify?qr=D1.WyJhIl0.AAAA', '.notice.bad'],
  };
  for (const [name, [text, found]] of Object.entries(cases)) {
    test(`says it of ${name}`, async () => {
      const page = await open({ width: WIDTHS.phone, script: false });
      await page.goto(`${server.url}/verify`);
      await page.locator('[name=qr]').fill(text);
      await Promise.all([page.waitForNavigation(), page.locator('form:has([name=qr]) button').press('Enter')]);
      assert.equal(await page.locator(found).count(), 1);
      await noSidewaysScroll(page);
    });
  }

  test('says it of a file that is no paper', async () => {
    const page = await open();
    await page.goto(`${server.url}/verify`);
    const file = { name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nnothing') };
    await page.locator('[name=file]').setInputFiles(file);
    await Promise.all([page.waitForNavigation(), page.locator('form:has([name=file]) button').click()]);
    assert.equal(await page.locator('.notice.bad, .errors').count(), 1);
    await axe(page);
  });

  test('opens from a scanned address, without script', () => holds('/verify?qr=D1.WyJhIl0.AAAA', 'verify-qr'));
});
