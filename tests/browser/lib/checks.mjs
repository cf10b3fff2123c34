// What every page must keep. Each check throws with a message that names the element to mend.
import assert from 'node:assert/strict';
import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const AXE_LIMIT_MS = 30_000;

/**
 * Fails on any violation that axe-core finds, of any weight. The page must be open with its script on: axe-core waits on
 * timers, which a page without script does not have.
 */
export async function axe(page) {
  // Evaluated through the debugger, so the page's own Content-Security-Policy may stay strict.
  await page.evaluate(AXE);
  const late = new Promise((_, reject) => {
    setTimeout(reject, AXE_LIMIT_MS, new Error(`axe-core did not finish on ${page.url()}`)).unref();
  });
  const { violations, passes } = await Promise.race([page.evaluate(() => window.axe.run(document)), late]);
  assert.ok(passes.length > 0, `axe-core found nothing to check on ${page.url()}`);
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.html).join('\n    ')}`,
  );
  assert.deepEqual(found, [], `axe-core violations on ${page.url()}:\n  ${found.join('\n  ')}`);
}

/** Fails when the page can be scrolled sideways at its present width; names what sticks out. */
export async function noSidewaysScroll(page) {
  const { room, needed, wide } = await page.evaluate(() => {
    const room = document.documentElement.clientWidth;
    const wide = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > room + 1)
      .map((element) => element.outerHTML.slice(0, 120));
    return { room, needed: document.documentElement.scrollWidth, wide: wide.slice(0, 5) };
  });
  assert.ok(needed <= room, `${page.url()} needs ${needed} px but has ${room} px:\n  ${wide.join('\n  ')}`);
}

/**
 * Walks the page with the Tab key. Fails when something that can be acted on is never reached, when the focus does not
 * show, or when it cannot leave an element.
 *
 * @returns {Promise<string[]>} what was reached, in order
 */
export async function keyboard(page) {
  const reached = [];
  const controls = await page.evaluate(markControls);
  // A date field is up to five stops; whoever needs more is holding the focus.
  const most = controls * 5 + 5;
  let left = false;
  for (let press = 0; press < most && !left; press += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(describeFocus);
    left = stop.place === 'outside' || stop.place === 'round again';
    if (stop.place !== 'new') continue;
    assert.ok(stop.shows, `the focus does not show on ${stop.html}`);
    reached.push(stop.html);
  }
  assert.ok(left, `the focus cannot leave ${reached.at(-1)}`);
  const missed = await page.evaluate(missedControls);
  assert.deepEqual(missed, [], `the Tab key never reaches, on ${page.url()}:\n  ${missed.join('\n  ')}`);
  return reached;
}

/** Saves the page as `<DEAN06_SCREENSHOTS>/<name>-<width>.png`; does nothing when that variable is not set. */
export async function screenshot(page, name) {
  const folder = process.env.DEAN06_SCREENSHOTS;
  if (!folder) return;
  await mkdir(folder, { recursive: true });
  const { width } = page.viewportSize();
  await page.screenshot({ path: path.join(folder, `${name}-${width}.png`), fullPage: true });
}

/** Runs in the page: marks what a person can act on, remembers how each looks without the focus, and counts them. */
function markControls() {
  document.activeElement?.blur?.();
  for (const element of document.querySelectorAll('[data-reached]')) delete element.dataset.reached;
  const selector = 'a[href], button, input, select, textarea, summary, [onclick], [role=button], [role=link], [tabindex]';
  let controls = 0;
  for (const element of document.querySelectorAll(selector)) {
    const usable = !element.disabled && element.type !== 'hidden' && element.getAttribute('tabindex') !== '-1';
    if (!usable || !element.checkVisibility({ visibilityProperty: true })) continue;
    const { boxShadow, borderColor, backgroundColor, color, textDecoration } = getComputedStyle(element);
    element.dataset.control = JSON.stringify([boxShadow, borderColor, backgroundColor, color, textDecoration]);
    controls += 1;
  }
  return controls;
}

/** Runs in the page: where the focus is (`new`, `same` element as before, `round again`, `outside`) and if it shows. */
function describeFocus() {
  const element = document.activeElement;
  const last = document.querySelector('[data-reached=last]');
  if (!element || element === document.body) return { place: 'outside' };
  if (element === last) return { place: 'same' };
  if (element.dataset.reached) return { place: 'round again' };
  if (last) last.dataset.reached = 'yes';
  element.dataset.reached = 'last';
  const { outlineStyle, outlineWidth, boxShadow, borderColor, backgroundColor, color, textDecoration } =
    getComputedStyle(element);
  const now = JSON.stringify([boxShadow, borderColor, backgroundColor, color, textDecoration]);
  const outlined = outlineStyle !== 'none' && parseFloat(outlineWidth) > 0;
  const changed = element.dataset.control !== undefined && now !== element.dataset.control;
  const html = element.outerHTML.replace(/ data-(control|reached)="[^"]*"/g, '').slice(0, 120);
  return { place: 'new', html, shows: outlined || changed };
}

/** Runs in the page: marked controls that no Tab stop touched. Radio buttons of one name are one stop. */
function missedControls() {
  const groups = new Set([...document.querySelectorAll('input[type=radio][data-reached]')].map((radio) => radio.name));
  return [...document.querySelectorAll('[data-control]:not([data-reached])')]
    .filter((element) => !(element.type === 'radio' && groups.has(element.name)))
    .map((element) => element.outerHTML.replace(/ data-control="[^"]*"/g, '').slice(0, 120));
}
