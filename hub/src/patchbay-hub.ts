import { type HubAccount, PatchbayHub } from './patchbay-hub.component.ts';

if (!customElements.get('patchbay-hub')) customElements.define('patchbay-hub', PatchbayHub);

declare global {
  interface HTMLElementTagNameMap {
    'patchbay-hub': PatchbayHub;
  }
}

export { type HubAccount, PatchbayHub };
