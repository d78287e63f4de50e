import { humaans } from './humaans/index.ts';
import type { Emulator } from './kit/index.ts';
import { nutshell } from './nutshell/index.ts';

/** The built-in emulators, in the order the sandbox shows them. */
export const EMULATORS: readonly Emulator[] = [humaans, nutshell];
