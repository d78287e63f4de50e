import { userInfo } from 'node:os';
import { readConfig } from '../config.ts';
import { type CommandUser, type Control, createControl } from '../control/index.ts';

/** Who runs the command, as the operating system knows them. */
function commandUser(): CommandUser {
  try {
    const { uid, username: name } = userInfo();
    return { uid, name };
  } catch {
    // Containers run users that have a number and no name.
    const uid = process.getuid?.() ?? -1;
    return { uid, name: String(uid) };
  }
}

/** The way to the installation that the settings name. */
export const installation = (): Control => createControl(readConfig(), commandUser());
