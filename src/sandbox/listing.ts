import type { CredentialSet, Emulator } from './kit/index.ts';

/** One emulator as `GET /sandbox` lists it. */
export interface ListedEmulator {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  /** Where the emulator answers; stands for the provider's API base address. */
  readonly base_url: string;
  /** Demo credentials, full access first. */
  readonly credentials: readonly CredentialSet[];
}

/** The emulators with their addresses. @param publicUrl base address of this server */
export const listEmulators = (emulators: readonly Emulator[], publicUrl: string): ListedEmulator[] =>
  emulators.map(({ key, name, description, credentialSets }) => ({
    key,
    name,
    description,
    base_url: `${publicUrl.replace(/\/+$/, '')}/sandbox/${key}`,
    credentials: credentialSets,
  }));
