/**
 * Local stand-ins for the providers, so that everything runs and is tested without the network. How to write one:
 * `kit/index.ts`.
 *
 * @module
 */
export { EMULATORS } from './emulators.ts';
export { type CredentialSet, defineEmulator, type Emulator } from './kit/index.ts';
export type { ListedEmulator } from './listing.ts';
export { registerSandbox, type SandboxOptions } from './register.ts';
