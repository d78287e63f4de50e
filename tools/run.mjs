// Runs an npm script on the pinned Node, from any state of the checkout. This file must run on Node 20 with nothing
// installed: it installs what the lockfile names if that is missing or stale, builds the pages if they are stale, and
// hands over to the Node in node_modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');
const modules = join(root, 'node_modules');
const stamps = join(modules, '.patchbay');
const node = join(modules, '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');

/** What each script runs: programs with their arguments, one after the other; `...` stands for the caller's own. */
const SCRIPTS = {
  start: { pages: true, server: true, steps: [['node', 'dist/patchbay.js', 'start', '...']] },
  build: { pages: true, server: true, steps: [] },
  patchbay: { server: true, steps: [['node', 'dist/patchbay.js', '...']] },
  'keys:rotate': { server: true, steps: [['node', 'dist/patchbay.js', 'encryption-keys', 'rotate', '...']] },
  demo: { pages: true, steps: [['node', 'tools/demo/demo.ts', '...']] },
  test: { pages: true, server: true, browser: true, steps: [['vitest', 'run', '...']] },
  check: {
    steps: [
      ['tsc', '-p', '.'],
      ['tsc', '-p', 'hub'],
      ['biome', 'check', '.'],
      ['node', 'tools/generate.ts', '--check'],
    ],
  },
  generate: { steps: [['node', 'tools/generate.ts', '...']] },
  bench: { pages: true, server: true, steps: [['node', 'bench/run.ts', '...']] },
};

const env = {
  ...process.env,
  PATH: `${join(modules, '.bin')}${delimiter}${process.env.PATH}`,
  NODE_ENV: process.env.NODE_ENV ?? 'development',
};

function run(program, args, options = {}) {
  const { status, signal, error } = spawnSync(program, args, {
    cwd: root,
    stdio: 'inherit',
    env,
    shell: process.platform === 'win32',
    ...options,
  });
  if (error) throw error;
  return signal ? 1 : (status ?? 1);
}

/** A hash of the files' names and contents. */
function fingerprint(...paths) {
  const hash = createHash('sha256');
  const add = (path) => {
    if (!existsSync(path)) return;
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort())
        if (name !== 'node_modules' && name !== 'dist') add(join(path, name));
    } else hash.update(path.slice(root.length)).update('\0').update(readFileSync(path)).update('\0');
  };
  for (const path of paths) add(join(root, path));
  return hash.digest('hex');
}

const isFresh = (stamp, mark) => existsSync(join(stamps, stamp)) && readFileSync(join(stamps, stamp), 'utf8') === mark;

function stamp(name, mark) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), mark);
}

function install() {
  const mark = fingerprint('package-lock.json');
  if (existsSync(node) && isFresh('install', mark)) return;
  console.error('Installing what package-lock.json names …');
  const status = run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status);
  stamp('install', mark);
}

/** Builds what is missing or older than its sources. */
function build(name, sources, product, command) {
  const mark = fingerprint(...sources, 'package-lock.json');
  if (existsSync(join(root, product)) && isFresh(name, mark)) return;
  console.error(`Building the ${name} …`);
  const [program, ...args] = command;
  const status = run(program, args, { stdio: ['ignore', 2, 2] });
  if (status !== 0) process.exit(status);
  stamp(name, mark);
}

/** Browser tests need a Chromium. Where we may, we install Debian's; elsewhere they are skipped and say so. */
function findBrowser() {
  const known = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  const find = () =>
    process.env.CHROME_PATH ||
    known.map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim()).find(Boolean);
  let browser = find();
  const isRoot = process.getuid?.() === 0;
  if (!browser && isRoot && spawnSync('which', ['apt-get']).status === 0) {
    console.error('Installing Chromium for the browser tests …');
    spawnSync(
      'sh',
      [
        '-c',
        'apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium',
      ],
      { stdio: ['ignore', 'ignore', 2] },
    );
    browser = find();
  }
  if (browser) env.CHROME_PATH = browser;
  else
    console.error('\n!!! NO CHROMIUM FOUND: the browser tests are skipped. Install chromium or set CHROME_PATH. !!!\n');
}

const [name, ...rest] = process.argv.slice(2);
const script = Object.hasOwn(SCRIPTS, name) ? SCRIPTS[name] : undefined;
if (script === undefined) {
  console.error(`Usage: node tools/run.mjs <${Object.keys(SCRIPTS).join('|')}> [arguments]`);
  process.exit(2);
}
install();
if (script.pages) build('hub', ['hub'], 'hub/dist/link.html', ['npm', 'run', '--silent', 'build', '-w', 'hub']);
if (script.server)
  build('server', ['src', 'connectors', 'tools/build-server.ts'], 'dist/patchbay.js', [node, 'tools/build-server.ts']);
if (script.browser) findBrowser();

/** Runs a program to its end, passing on the signals that ask it to stop, so that it can finish what is under way. */
function follow(program, args) {
  const child = spawn(program, args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' });
  const pass = (signal) => child.kill(signal);
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, pass);
  // npm runs scripts through a shell that dies of a signal without passing it on: its death is the signal then.
  const shell = process.ppid;
  const watch = setInterval(() => process.ppid !== shell && pass('SIGTERM'), 200);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (status) => {
      clearInterval(watch);
      for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.off(signal, pass);
      resolve(status ?? 1);
    });
  });
}

const forward = rest[0] === '--' ? rest.slice(1) : rest;
for (const [program, ...args] of script.steps) {
  const given = args.flatMap((arg) => (arg === '...' ? forward : [arg]));
  const status = await follow(program === 'node' ? node : join(modules, '.bin', program), given);
  if (status !== 0) process.exit(status);
}
