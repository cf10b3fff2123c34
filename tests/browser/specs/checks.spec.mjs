// The checks themselves: each passes on a good page and fails on a page with exactly the fault it is there for.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { browserForFile, WIDTHS } from '../lib/browser.mjs';
import { axe, keyboard, noSidewaysScroll, screenshot } from '../lib/checks.mjs';

const GOOD = await readFile(new URL('../fixtures/good.html', import.meta.url), 'utf8');

/** The good page with one thing broken. */
function broken(part, by) {
  assert.ok(GOOD.includes(part), `the good page no longer holds ${part}`);
  return GOOD.replace(part, by);
}

const open = browserForFile();

async function show(html, options) {
  const page = await open(options);
  await page.setContent(html);
  return page;
}

for (const width of Object.values(WIDTHS)) {
  test(`a good page passes at ${width} px`, async () => {
    const page = await show(GOOD, { width });
    await screenshot(page, 'fixture-good');
    await axe(page);
    await noSidewaysScroll(page);
    const stops = await keyboard(page);
    assert.equal(stops.length, 6, stops.join('\n'));
  });
}

test('a good page passes with its own script switched off', async () => {
  const page = await show(GOOD.replace('<h1>', '<script>document.body.innerHTML = "";</script><h1>'), {
    width: WIDTHS.phone,
    script: false,
  });
  await noSidewaysScroll(page);
  assert.equal((await keyboard(page)).length, 6);
});

describe('axe fails on', () => {
  const faults = {
    'a field without a label': ['<label for="name">Họ, chữ đệm và tên</label>', ''],
    'a page without a language': ['<html lang="vi">', '<html>'],
    'text too pale to read': ['color: #1a1a1a', 'color: #bbb'],
    'a page without a main heading': ['<h1>Thông tin của bạn</h1>', '<p>Thông tin của bạn</p>'],
  };
  for (const [name, [part, by]] of Object.entries(faults)) {
    test(name, async () => {
      const page = await show(broken(part, by));
      await assert.rejects(axe(page), /axe-core violations/);
    });
  }
});

test('sideways scrolling is found on a phone, and named', async () => {
  const page = await show(broken('<form', '<p id="wide" style="width: 600px">Quá rộng</p><form'), {
    width: WIDTHS.phone,
  });
  await assert.rejects(noSidewaysScroll(page), /needs \d+ px but has 320 px[\s\S]*id="wide"/);
});

describe('the keyboard walk fails on', () => {
  const button = '<button type="button">Tiếp tục</button>';
  const faults = {
    'something only a mouse can press': [
      [button, '<div onclick="void 0">Tiếp tục</div>'],
      /the Tab key never reaches[\s\S]*<div onclick/,
    ],
    'a focus that does not show': [
      [':focus-visible { outline: 3px solid #0b5cad; }', ':focus-visible { outline: none; }'],
      /the focus does not show on/,
    ],
    'a field that keeps the focus': [
      ['id="name" type="text"', 'id="name" type="text" onkeydown="event.preventDefault()"'],
      /the focus cannot leave <input id="name"/,
    ],
  };
  for (const [name, [[part, by], message]] of Object.entries(faults)) {
    test(name, async () => {
      const page = await show(broken(part, by));
      await assert.rejects(keyboard(page), message);
    });
  }
});
