import type { CredentialSet, Emulator, SetupSet } from './kit/index.ts';

/** One emulator as `GET /sandbox` lists it. */
export interface ListedEmulator {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Where the emulator answers; stands for the provider's API base address. */
  readonly base_url: string;
  /** Demo credentials, full access first. */
  readonly credentials: readonly CredentialSet[];
  /** Values to set up an auth config with; absent where none is needed. */
  readonly setup?: readonly SetupSet[];
}

/** The emulators with their addresses. @param publicUrl base address of this server */
export const listEmulators = (emulators: readonly Emulator[], publicUrl: string): ListedEmulator[] =>
  emulators.map(({ key, name, description, credentialSets, setupSets }) => ({
    key,
    name,
    description,
    base_url: `${publicUrl.replace(/\/+$/, '')}/sandbox/${key}`,
    credentials: credentialSets,
    ...(setupSets.length === 0 ? {} : { setup: setupSets }),
  }));
