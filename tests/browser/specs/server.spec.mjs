// The server helper, on a program that only says what the real one says.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { announced, serverForFile } from '../lib/server.mjs';

const FAKE = fileURLToPath(new URL('../fixtures/fake-server.mjs', import.meta.url));

const server = serverForFile({ program: FAKE });

test('the address and the accounts are read from what it prints', async () => {
  assert.deepEqual(server.account('registrar'), {
    role: 'registrar',
    login: 'hotich.tran',
    password: 'another-password',
  });
  assert.throws(() => server.account('leader'), /no demo account of role leader; there are: mother, registrar/);
  const answer = await fetch(`${server.url}/health/live`);
  assert.equal(await answer.text(), 'fake /health/live');
});

test('a server that ends is reported with what it said', async () => {
  const child = spawn(FAKE, ['demo', '--fail'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await assert.rejects(announced(child), /ended with 3 before it was ready; it said:\nthe data folder is in use/);
});

test('a server that never gets ready is stopped at the limit', async () => {
  const child = spawn(FAKE, ['demo', '--mute'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  await assert.rejects(announced(child, 500), /was not ready after 500 ms/);
  assert.deepEqual(await ended, [null, 'SIGKILL']);
});

test('a program that is not there is reported', async () => {
  const child = spawn(`${FAKE}.missing`, [], { stdio: ['ignore', 'pipe', 'inherit'] });
  await assert.rejects(announced(child), /did not start: .*ENOENT/);
});
