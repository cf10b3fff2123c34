// An interlinked application as its applicant fills it in, part by part, from one list.
import assert from 'node:assert/strict';
import { fillIn } from './birth.mjs';

/** What a married mother whose hospital has sent the notice still has to say. */
export const ANSWERS = {
  who: { 'who.role': 'mother' },
  child: { 'child.name': 'Phạm Ngọc Ánh' },
  origin: { 'origin.hometown_of': 'own' },
  statement: { 'statement.truthful': true },
};

const MOST_PARTS = 10;

/** The answers that put the child into the household of somebody else, who will be asked. */
export function intoHousehold({ name, number, born }) {
  const [day, month, year] = born.split('/');
  return {
    home: { 'home.of': 'another' },
    head: {
      'head.name': name,
      'head.personal_number': number,
      'head.birth_date.day': day,
      'head.birth_date.month': month,
      'head.birth_date.year': year,
    },
    relation: { 'relation.to_head': '09' },
  };
}

/** Name, number and birth date of whoever is signed in, as the page with the own data shows them. */
export async function me(page, url) {
  await page.goto(`${url}/my-data`);
  const value = async (label) => {
    const row = page.locator('.summary > div', { has: page.locator(`dt:text-is("${label}")`) });
    return (await row.locator('dd').first().innerText()).split('\n')[0].trim();
  };
  return {
    name: await value('Họ, chữ đệm và tên'),
    number: await value('Số định danh cá nhân'),
    born: await value('Ngày sinh'),
  };
}

/** The parts of the list, each with its state. */
export async function parts(page) {
  const items = page.locator('.tasks > li');
  return items.evaluateAll((rows) =>
    rows.map((row) => ({ title: row.querySelector('a, span').innerText, state: row.querySelector('.tag').innerText })),
  );
}

/**
 * Fills every part in that is not complete, from the list and back to it.
 *
 * @param {(section: string) => Promise<void>} seen called on each page before it is answered
 */
export async function fillParts(page, address, answers, seen = async () => {}) {
  for (let turn = 0; turn < MOST_PARTS; turn += 1) {
    await page.goto(address);
    const open = page.locator('.tasks > li', { has: page.locator('.tag.waiting') }).locator('a').first();
    if ((await open.count()) === 0) return;
    await Promise.all([page.waitForNavigation(), open.press('Enter')]);
    await fillIn(page, answers, seen);
    const back = page.locator('main .buttons .button').first();
    assert.equal(await back.innerText(), 'Lưu và quay lại danh sách');
    await Promise.all([page.waitForNavigation(), back.press('Enter')]);
  }
  assert.fail('the parts do not come to their end');
}

/** Loads a page again until its text shows something; the machine works beside the request. */
export async function until(page, address, pattern, limit = 30_000) {
  const end = Date.now() + limit;
  let text = '';
  while (Date.now() < end) {
    await page.goto(address);
    text = await page.locator('main').innerText();
    if (pattern.test(text)) return text;
    await page.waitForTimeout(300);
  }
  return assert.fail(`${pattern} was not shown after ${limit} ms:\n${text}`);
}
