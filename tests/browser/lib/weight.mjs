// What a page costs on a weak line.
import assert from 'node:assert/strict';

const MOST_BYTES = 30 * 1024;
const MOST_REQUESTS = 3;

/**
 * Opens an address with an empty cache and fails when it takes more than 30 KB or three requests.
 *
 * @returns {Promise<number>} the bytes that came, as they travelled
 */
export async function weigh(page, address) {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.setCacheDisabled', { cacheDisabled: true });
  const sizes = [];
  const count = (request) => sizes.push(request.sizes().then((size) => size.responseBodySize));
  page.on('requestfinished', count);
  await page.goto(address, { waitUntil: 'load' });
  page.off('requestfinished', count);
  await session.detach();
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  assert.ok(sizes.length <= MOST_REQUESTS, `${address} takes ${sizes.length} requests`);
  assert.ok(bytes <= MOST_BYTES, `${address} takes ${bytes} bytes`);
  return bytes;
}
