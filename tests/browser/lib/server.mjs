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
 * @typedef {{args?: string[], env?: Record<string, string>}} Setting
 * @typedef {object} Server
 * @property {string} url
 * @property {Account[]} accounts
 * @property {(role: string) => Account} account
 * @property {string} folder its data
 * @property {(setting?: Setting) => Promise<void>} again starts it once more on its data, as after a power cut
 * @property {(minutes: number) => Promise<void>} later starts it at the same address, so many minutes from now by its own clock
 */

/**
 * One `dean06 demo` for all tests of a file, with the same people every time.
 *
 * @param {{program?: string} & Setting} options other program, further arguments and environment
 * @returns {Server} filled in before the first test runs
 */
export function serverForFile({ program = process.env.DEAN06_BIN, ...setting } = {}) {
  let child;
  const server = {
    url: '',
    folder: '',
    accounts: [],
    account(role) {
      const found = this.accounts.find((account) => account.role === role);
      assert.ok(found, `no demo account of role ${role}; there are: ${this.accounts.map((a) => a.role).join(', ')}`);
      return found;
    },
  };
  async function start({ args = [], env = {} }, port = '0') {
    const demo = ['demo', '--port', port, '--data', server.folder, '--people', '300', '--seed', '7', ...args];
    child = spawn(program, demo, { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
    Object.assign(server, await announced(child));
  }
  async function end() {
    if (child && child.exitCode === null && child.signalCode === null) {
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
  }
  server.again = async (other = setting) => {
    await end();
    await start(other);
  };
  server.later = async (minutes) => {
    const { port } = new URL(server.url);
    const at = new Date(Date.now() + minutes * 60_000).toISOString();
    await end();
    await start({ ...setting, args: [...(setting.args ?? []), '--at', at] }, port);
  };
  before(async () => {
    assert.ok(program, 'DEAN06_BIN names the binary to test; ./test sets it');
    server.folder = await mkdtemp(path.join(tmpdir(), 'dean06-browser-'));
    await start(setting);
  });
  after(async () => {
    await end();
    if (server.folder) await rm(server.folder, { recursive: true, force: true });
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
