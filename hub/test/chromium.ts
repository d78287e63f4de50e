import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

const executable = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

const candidates = (): string[] => {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin'];
  const named = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const own = process.env['CHROME_PATH'];
  return own === undefined || own === '' ? named : [own, ...named];
};

/** Path of the browser the tests drive: `CHROME_PATH`, or Chromium or Chrome under a usual name. */
export const chromiumPath: string | undefined = candidates().find(executable);

if (chromiumPath === undefined) {
  console.warn('\n!!! No Chromium found: the browser tests of the hub are NOT run. Set CHROME_PATH to run them. !!!\n');
}

/** How the browser is started: quiet, and asking nobody for anything. */
export const CHROMIUM_ARGS: readonly string[] = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];
