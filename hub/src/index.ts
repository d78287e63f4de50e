export type { HubError } from './machine/state.ts';
export { type HubAccount, PatchbayHub } from './patchbay-hub.ts';
export type { HubTheme } from './theme.ts';
