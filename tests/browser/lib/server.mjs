// A server of our own: the real binary on a folder of its own, stopped when the file of tests ends.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { after, before } from 'node:test';

const START_LIMIT_MS = 120_000;

/**
 * @typedef {{role: string, login: string, password: string}} Account
 * @typedef {{url: string, accounts: Account[], account: (role: string) => Account,
 *   later: (minutes: number) => Promise<void>}} Server
 */

/**
 * One `dean06 demo` for all tests of a file, with the same people every time.
 *
 * @param {{program?: string, args?: string[]}} options other program or further arguments
 * @returns {Server} filled in before the first test runs
 */
export function serverForFile({ program = process.env.DEAN06_BIN, args = [] } = {}) {
  const server = {
    url: '',
    accounts: [],
    account(role) {
      const found = this.accounts.find((account) => account.role === role);
      assert.ok(found, `no demo account of role ${role}; there are: ${this.accounts.map((a) => a.role).join(', ')}`);
      return found;
    },
  };
  let child;
  let folder;
  const start = async (more = []) => {
    const demo = ['demo', '--data', folder, '--people', '300', '--seed', '7', ...args, ...more];
    child = spawn(program, demo, { stdio: ['ignore', 'pipe', 'inherit'] });
    Object.assign(server, await announced(child));
  };
  const stop = async () => {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  };
  // The same server at the same address, so many minutes from now by its own clock.
  server.later = async (minutes) => {
    const { port } = new URL(server.url);
    await stop();
    const at = new Date(Date.now() + minutes * 60_000).toISOString();
    await start(['--port', port, '--at', at]);
  };
  before(async () => {
    assert.ok(program, 'DEAN06_BIN names the binary to test; ./test sets it');
    folder = await mkdtemp(path.join(tmpdir(), 'dean06-browser-'));
    await start(['--port', '0']);
  });
  after(async () => {
    await stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  });
  return server;
}

/**
 * Reads what `dean06 demo` prints: `account: ROLE LOGIN PASSWORD` lines, then `ready: URL`. What it says later is read
 * and dropped, so that the pipe never fills. Fails when the process ends first or `limit` milliseconds have passed.
 */
export function announced(child, limit = START_LIMIT_MS) {
  return new Promise((resolve, reject) => {
    const said = [];
    const accounts = [];
    const fail = (why) => reject(new Error(`the server ${why}; it said:\n${said.join('\n')}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail(`was not ready after ${limit} ms`);
    }, limit);
    child.on('error', (error) => fail(`did not start: ${error.message}`));
    child.on('close', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code} before it was ready`);
    });
    createInterface({ input: child.stdout }).on('line', (line) => {
      said.push(line);
      const [word, ...rest] = line.trim().split(/\s+/);
      if (word === 'account:') accounts.push({ role: rest[0], login: rest[1], password: rest[2] });
      if (word === 'ready:') {
        clearTimeout(timer);
        resolve({ url: rest[0].replace(/\/$/, ''), accounts });
      }
    });
  });
}
