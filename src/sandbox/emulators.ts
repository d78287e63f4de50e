import type { LazyEmulator } from './kit/index.ts';

/**
 * The built-in emulators, in the order the sandbox shows them. Each is loaded when it is first asked for, so that a server
 * that never uses it neither waits for it nor keeps it in memory.
 */
export const EMULATORS: readonly LazyEmulator[] = [
  { key: '15five', load: async () => (await import('./15five/index.ts')).fifteenFive },
  { key: 'humaans', load: async () => (await import('./humaans/index.ts')).humaans },
  { key: 'lattice', load: async () => (await import('./lattice/index.ts')).lattice },
  { key: 'nutshell', load: async () => (await import('./nutshell/index.ts')).nutshell },
];
