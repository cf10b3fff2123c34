// The portal in a real browser: a birth registered by keyboard and without script on a small
// phone, then every page of it looked at closely.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ANSWERS, fillIn, goOn, submitted } from '../lib/birth.mjs';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { keyboard, noSidewaysScroll, screenshot } from '../lib/checks.mjs';
import { serverForFile } from '../lib/server.mjs';
import { signIn } from '../lib/sign-in.mjs';
import { eyes } from '../lib/whole.mjs';

const server = serverForFile();
const open = browserForFile();
const { holds } = eyes(server, open);

describe('for everybody', () => {
  const pages = {
    home: '/',
    services: '/services',
    'services-found': '/services?q=khai+sinh',
    'services-none': '/services?q=xyz',
    service: '/services/birth-registration',
    verify: '/verify',
    'verify-unknown': '/verify?code=NOSUCHCODE',
    'sign-in': '/sign-in',
    'home-english': '/?lang=en',
  };
  for (const [name, address] of Object.entries(pages)) {
    test(`${address} is whole`, () => holds(address, `portal-${name}`));
  }
  test('an address that does not exist says so', () => holds('/nowhere', 'portal-missing', { status: 404 }));
  test('nothing signed does not pass as signed', async () => {
    const page = await open();
    await page.goto(`${server.url}/verify`);
    await page.locator('[name=qr]').fill('not.signed.atall');
    await page.locator('form:has([name=qr]) button').click();
    await page.waitForLoadState();
    assert.equal(await page.locator('.notice.bad').count(), 1);
  });
});

test('a page of mine leads to signing in and back', async () => {
  const page = await open({ script: false });
  await page.goto(`${server.url}/my-data`);
  assert.equal(new URL(page.url()).pathname, '/sign-in');
  const { login, password } = server.account('grandmother');
  await page.locator('input[autocomplete="username"]').fill(login);
  await page.locator('input[autocomplete="current-password"]').fill(password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/my-data');
});

test('pages of the desk tell a citizen where to go', () => holds('/desk', 'portal-no-desk', { account: 'mother', status: 403 }));

describe('a birth is registered by keyboard, without script, at 320 pixels', () => {
  let page;
  const seen = [];
  let dossier;

  test('the form is filled in, one page after the other', async () => {
    page = await open({ width: WIDTHS.phone, script: false });
    await signIn(page, server.url, server.account('mother'));
    await page.goto(`${server.url}/services/birth-registration`);
    await goOn(page);
    await fillIn(page, ANSWERS, async (section) => {
      seen.push(new URL(page.url()).pathname);
      await screenshot(page, `form-${section}`);
      await noSidewaysScroll(page);
      await keyboard(page);
    });
    assert.ok(seen.length >= 8, seen.join(' '));
    seen.push(new URL(page.url()).pathname);
    await screenshot(page, 'form-check');
    await noSidewaysScroll(page);
    const text = await page.locator('main').innerText();
    assert.match(text, /Theo Cơ sở dữ liệu quốc gia về dân cư/);
    assert.match(text, /Phường Ba Đình, Thành phố Hà Nội/);
  });

  test('what is wrong is said at the top and at the field, and what was typed stays', async () => {
    const address = seen.find((path) => path.endsWith('/birth'));
    await page.goto(`${server.url}${address}?from=check`);
    await page.locator('[name="birth.date.year"]').fill('26');
    await goOn(page);
    assert.equal(await page.locator('[name="birth.date.year"]').inputValue(), '26');
    const error = page.locator('.errors a').first();
    assert.match(await error.innerText(), /4 chữ số/);
    await screenshot(page, 'form-error');
    await error.press('Enter');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'birth.date');
    await page.locator('[name="birth.date.year"]').fill('2026');
    await goOn(page);
    assert.match(page.url(), /\/check$/, 'a change leads back to the check page');
  });

  test('with a script, the page saves itself while it is typed in', async () => {
    const typing = await open();
    await signIn(typing, server.url, server.account('mother'));
    const address = server.url + seen.find((path) => path.endsWith('/child'));
    await typing.goto(address);
    const name = typing.locator('[name="child.name"]');
    const saved = typing.waitForResponse((response) => response.request().method() === 'POST');
    await name.fill('Nguyễn Ngọc Ánh Dương');
    assert.match((await (await saved).json()).message, /Đã lưu bản nháp lúc/);
    await typing.goto(address);
    assert.equal(await name.inputValue(), 'Nguyễn Ngọc Ánh Dương');
    await typing.context().close();
  });

  test('a value of a register cannot be typed, and it is said how it is corrected', async () => {
    const address = seen.find((path) => path.endsWith('/you'));
    await page.goto(server.url + address);
    assert.equal(await page.locator('main input:not([type=hidden])').count(), 0);
    await page.locator('.source a').first().click();
    await page.waitForURL('**/correction?**');
    await screenshot(page, 'form-correction');
    seen.push(new URL(page.url()).pathname + new URL(page.url()).search);
  });

  test('every page of the form is whole', { timeout: 300_000 }, async () => {
    for (const address of seen) {
      await holds(address, `form-${address.split('/').slice(3, 5).join('-').split('?')[0]}`, { account: 'mother' });
    }
  });

  test('it is sent once, also when it is sent twice', async () => {
    await page.goto(server.url + seen.find((path) => path.endsWith('/check')));
    const draft = new URL(page.url()).pathname.split('/')[2];
    const version = await page.locator('[name=version]').inputValue();
    await goOn(page);
    dossier = await submitted(page);
    await screenshot(page, 'submitted');
    // The same form again, as a browser sends it when the page is loaded anew.
    const again = await page.request.post(`${server.url}/drafts/${draft}/submit`, {
      form: { version },
      headers: { origin: server.url },
    });
    assert.ok(again.url().endsWith(`${dossier.address}/submitted`), again.url());
    await page.goto(`${server.url}/dossiers`);
    assert.equal(await page.getByText(dossier.number).count(), 1);
  });

  test('every page about it is whole', { timeout: 300_000 }, async () => {
    const pages = {
      submitted: `${dossier.address}/submitted`,
      dossier: dossier.address,
      dossiers: '/dossiers',
      'home-mine': '/',
      withdraw: `${dossier.address}/withdraw`,
      'my-data': '/my-data',
      'my-data-correction': '/my-data/correction?field=ethnicity',
      'my-data-use': '/my-data/use',
    };
    for (const [name, address] of Object.entries(pages)) {
      await holds(address, `portal-${name}`, { account: 'mother' });
    }
  });

  test('nobody else sees it', async () => {
    const other = await open();
    await signIn(other, server.url, server.account('grandmother'));
    const response = await other.goto(server.url + dossier.address);
    assert.equal(response.status(), 404);
  });

  test('withdrawing asks for a reason', async () => {
    await page.goto(`${server.url}${dossier.address}/withdraw`);
    await goOn(page);
    assert.equal(await page.locator('.errors a').count(), 1);
    await page.locator('[name=reason]').fill('Tôi nộp nhầm.');
    await goOn(page);
    assert.match(page.url(), /news=withdrawn/);
    await screenshot(page, 'withdrawn');
  });
});

describe('what is not as it should be gets a clear answer', () => {
  let page;
  let draft;

  async function post(path, body) {
    return page.request.post(server.url + path, {
      data: body,
      headers: { origin: server.url, 'content-type': 'application/x-www-form-urlencoded' },
      maxRedirects: 0,
    });
  }

  test('a draft is there', async () => {
    page = await open();
    await signIn(page, server.url, server.account('mother'));
    await page.goto(`${server.url}/services/birth-registration`);
    await goOn(page);
    draft = new URL(page.url()).pathname.split('/').slice(0, 3).join('/');
  });

  const cases = {
    'an unknown field': [`who.role=mother&who.hack=1`, 422],
    'a field of another page': [`who.role=mother&child.name=An`, 422],
    'ten megabytes': [`who.role=${'a'.repeat(10_000_000)}`, 413],
    'a long text': [`who.role=${'a'.repeat(100_000)}`, 422],
  };
  for (const [name, [body, status]] of Object.entries(cases)) {
    test(name, async () => {
      const response = await post(`${draft}/who`, body);
      assert.equal(response.status(), status);
      assert.match(await response.text(), /<h1>/);
    });
  }

  test('markup stays text', async () => {
    await post(`${draft}/child`, `child.name=${encodeURIComponent('<script>x</script>')}&child.sex=male`);
    await page.goto(`${server.url}${draft}/child`);
    assert.equal(await page.locator('[name="child.name"]').inputValue(), '<script>x</script>');
    assert.equal(await page.locator('.errors a').count(), 1);
  });
});
