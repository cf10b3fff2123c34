// A birth registration as a parent fills it in, with the keyboard alone.
import assert from 'node:assert/strict';
import { signIn } from './sign-in.mjs';

/** What a married mother answers, page by page. Pages that are not named need no answer. */
export const ANSWERS = {
  who: { 'who.role': 'mother' },
  child: { 'child.name': 'Nguyễn Ngọc Ánh', 'child.sex': 'female' },
  birth: { 'birth.date.day': '7', 'birth.date.month': '11', 'birth.date.year': '2026' },
  birth_place: { 'birth_place.where': 'health-facility' },
  birth_address: {
    'birth_address.facility': 'Bệnh viện Phụ sản Hà Nội',
    '_province.birth_address.commune': '01',
    'birth_address.commune': '00004',
  },
  origin: { 'origin.hometown_of': 'own' },
  statement: { 'statement.truthful': true },
};

const MOST_PAGES = 40;

/** The last part of the page's address: which page of the form it is. */
export function section(page) {
  return new URL(page.url()).pathname.split('/').at(-1);
}

/** Presses the page's one button with Enter and waits for what comes. */
export async function goOn(page) {
  const button = page.locator('main form .buttons .button').first();
  await button.focus();
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
}

/** Types the answers of a page that it shows now; returns whether there was any. */
async function answer(page, answers) {
  let answered = false;
  for (const [name, value] of Object.entries(answers)) {
    const field = page.locator(`main [name="${name}"]`);
    if ((await field.count()) === 0) continue;
    answered = true;
    const kind = await field.first().evaluate((element) => element.type);
    if (kind === 'radio') {
      const choice = page.locator(`main [name="${name}"][value="${value}"]`);
      await choice.focus();
      await page.keyboard.press('Space');
    } else if (kind === 'checkbox') {
      await field.focus();
      if ((await field.isChecked()) !== value) await page.keyboard.press('Space');
    } else if (kind === 'select-one') {
      await field.selectOption(value);
    } else {
      await field.focus();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type(value);
    }
  }
  return answered;
}

/**
 * Fills a form in until the page that shows what will be sent.
 *
 * @param {(section: string) => Promise<void>} seen called on each page before it is answered
 */
export async function fillIn(page, answers, seen = async () => {}) {
  for (let turn = 0; turn < MOST_PAGES; turn += 1) {
    const here = section(page);
    if (here === 'check') return;
    await seen(here);
    await answer(page, answers[here] ?? {});
    await goOn(page);
    const errors = await page.locator('.errors').allInnerTexts();
    assert.deepEqual(errors, [], `the page ${here} was not accepted`);
  }
  assert.fail('the form does not come to its end');
}

/** Signs in, starts, fills in and sends; returns the number and the address of the dossier. */
export async function registerBirth(page, url, account, answers = ANSWERS) {
  await signIn(page, url, account);
  await page.goto(`${url}/services/birth-registration`);
  await goOn(page);
  await fillIn(page, answers);
  await goOn(page);
  return submitted(page);
}

/** The number and the address of the dossier that the page confirms. */
export async function submitted(page) {
  const { pathname } = new URL(page.url());
  assert.match(pathname, /^\/dossiers\/[0-9a-f-]{36}\/submitted$/);
  const number = await page.locator('.confirmation strong').innerText();
  return { number, address: pathname.replace(/\/submitted$/, '') };
}
