import { LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { HubClient } from './api/client.ts';
import { firstErrorKey } from './form/form.ts';
import { HubMachine } from './machine/hub-machine.ts';
import type { HubError, HubEvent, HubState } from './machine/state.ts';
import { messagesFor } from './messages/pick.ts';
import { hubStyles } from './patchbay-hub.styles.ts';
import { openSignInWindow } from './sign-in-window.ts';
import { type HubTheme, themeSheetText, themeVariables } from './theme.ts';
import { hubView } from './views/hub.view.ts';
import { FIRST_LOOKS, type Looks } from './views/view.ts';

/** Account that was linked, as told to the page. */
export interface HubAccount {
  readonly id: string;
  readonly provider: string;
}

/** Height taken when none is given. */
const HEIGHT = '600px';

/**
 * `<patchbay-hub>`: lets an end user link an account.
 *
 * Attributes: `token` (connect session token), `base-url` (address of the Patchbay server; the origin this script came
 * from by default), `app-url` (where sign-in windows return to; the base address by default), `mode`
 * (`integration-picker`), `height` (a CSS length, or `auto` to grow with the content), `theme` (`light`, `dark`, or JSON
 * of CSS variables), `account-id` (change this account), `on-close-label`, `show-footer-links`, `white-label`, `lang`.
 *
 * Properties: the same in camel case, and `themeObject`, `onSuccess`, `onClose`, `onCancel`, `onError`.
 *
 * Events: `success` with `{id, provider}` and `close`, which bubble; `cancel` (the reader gave up a form or a sign-in),
 * `error` with `{code, status, message, requestId}`, `session` with `{projectName, ownerName, type, branding}`
 * once the session is known.
 *
 * Slot: `after-success`, shown under the button of the success screen.
 *
 * CSS: every `--pb-*` token, and `--pb-font`; the font of the page is used by default.
 */
export class PatchbayHub extends LitElement {
  static override styles = hubStyles;

  static override properties = {
    token: { type: String },
    baseUrl: { type: String, attribute: 'base-url' },
    appUrl: { type: String, attribute: 'app-url' },
    mode: { type: String },
    height: { type: String },
    theme: { type: String },
    accountId: { type: String, attribute: 'account-id' },
    onCloseLabel: { type: String, attribute: 'on-close-label' },
    showFooterLinks: {
      attribute: 'show-footer-links',
      converter: (value: string | null) => value !== 'false',
    },
    whiteLabel: {
      attribute: 'white-label',
      converter: (value: string | null) => value !== null && value !== 'false',
    },
    lang: { type: String },
    themeObject: { attribute: false },
    hubState: { state: true },
    looks: { state: true },
  };

  declare token: string | undefined;
  declare baseUrl: string | undefined;
  declare appUrl: string | undefined;
  /** Accepted for the sake of the wire contract's own hub; there is one mode. */
  declare mode: 'integration-picker' | undefined;
  declare height: string | undefined;
  declare theme: string | undefined;
  declare accountId: string | undefined;
  declare onCloseLabel: string | undefined;
  declare showFooterLinks: boolean | undefined;
  declare whiteLabel: boolean | undefined;
  declare themeObject: HubTheme | undefined;
  declare onSuccess: ((account: HubAccount) => void) | undefined;
  declare onClose: (() => void) | undefined;
  declare onCancel: (() => void) | undefined;
  declare onError: ((problem: HubError) => void) | undefined;
  declare private hubState: HubState;
  declare private looks: Looks;

  #machine: HubMachine | undefined;
  #sheet: CSSStyleSheet | undefined;
  #copiedTimer: ReturnType<typeof setTimeout> | undefined;
  /** The element was taken out of its page, not just moved: what it did has ended. */
  #left = false;
  /** The reader has used the hub: from now on the focus follows the screens. */
  #touched = false;

  constructor() {
    super();
    this.looks = FIRST_LOOKS;
    for (const name of ['pointerdown', 'keydown']) {
      this.addEventListener(name, () => {
        this.#touched = true;
      });
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    globalThis.addEventListener('online', this.#online);
    if (this.#left) this.#begin();
    this.#left = false;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    globalThis.removeEventListener('online', this.#online);
    clearTimeout(this.#copiedTimer);
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#machine?.stop();
      this.#left = true;
    });
  }

  protected override willUpdate(changed: PropertyValues): void {
    const parts = ['token', 'baseUrl', 'accountId', 'appUrl'];
    if (!this.hasUpdated || parts.some((name) => changed.has(name))) this.#begin();
    if (!this.hasUpdated || ['theme', 'themeObject', 'height'].some((name) => changed.has(name))) this.#dress();
    const before = changed.get('hubState') as HubState | undefined;
    if (before !== undefined && screenKey(before) !== screenKey(this.hubState)) this.looks = FIRST_LOOKS;
  }

  protected override render(): TemplateResult {
    return hubView({
      state: this.hubState,
      machine: this.#machine as HubMachine,
      t: messagesFor(this.lang, this.closest('[lang]')?.getAttribute('lang'), globalThis.navigator?.language),
      looks: this.looks,
      look: (change) => {
        this.looks = { ...this.looks, ...change };
      },
      copy: (what, text) => void this.#copy(what, text),
      baseUrl: this.#server,
      flows: this.height === 'auto',
      whiteLabel: this.whiteLabel === true,
      showFooter: this.showFooterLinks !== false,
      closeLabel: this.onCloseLabel ?? '',
    });
  }

  protected override updated(changed: PropertyValues): void {
    const before = changed.get('hubState') as HubState | undefined;
    if (before !== undefined) this.#moveFocus(before);
  }

  get #server(): string {
    return (this.baseUrl || new URL(import.meta.url).origin).replace(/\/+$/, '');
  }

  #begin(): void {
    this.#machine?.stop();
    const client = this.token ? new HubClient({ baseUrl: this.#server, token: this.token }) : undefined;
    const machine = new HubMachine({
      client,
      accountId: this.accountId || undefined,
      returnTo: `${(this.appUrl || this.#server).replace(/\/+$/, '')}/embedded/accounts/callback`,
      openWindow: openSignInWindow,
      onChange: (state) => {
        this.hubState = state;
      },
      onEvent: (event) => this.#tell(event),
    });
    this.#machine = machine;
    this.hubState = machine.state;
    void machine.start();
  }

  /** Puts theme and height into a sheet of this element, below anything the page itself declares. */
  #dress(): void {
    const root = this.renderRoot as ShadowRoot;
    this.#sheet ??= new CSSStyleSheet();
    const theme = this.themeObject ?? this.theme;
    this.#sheet.replaceSync(themeSheetText(theme));
    const rule = this.#sheet.cssRules[this.#sheet.cssRules.length - 1] as CSSStyleRule;
    for (const [name, value] of Object.entries(themeVariables(theme))) rule.style.setProperty(name, value);
    rule.style.setProperty('height', this.height || HEIGHT);
    if (!root.adoptedStyleSheets.includes(this.#sheet)) root.adoptedStyleSheets.push(this.#sheet);
  }

  readonly #online = (): void => {
    const screen = this.#machine?.state.screen;
    if (screen?.name === 'failed' && screen.problem.kind === 'network') void this.#machine?.retry();
  };

  /** Where the focus goes when the screen changes: what went wrong, the way back, or the new heading. */
  #moveFocus(before: HubState): void {
    const { screen } = this.hubState;
    if (!this.#touched || !this.#mayTakeFocus) return;
    if (screen.name === 'form' && before.screen.name === 'form' && screen.attempt !== before.screen.attempt) {
      const invalid = firstErrorKey(screen.form);
      const field = invalid === undefined ? '' : `[data-key="${CSS.escape(invalid)}"] :is(input, textarea, select)`;
      this.#focus(field || '[data-alert]');
      return;
    }
    if (screenKey(before) === screenKey(this.hubState)) return;
    if (screen.name !== 'list' || !this.#focus('[data-return]')) this.#focus('[data-heading]');
  }

  /** True unless the reader is somewhere else on the page. */
  get #mayTakeFocus(): boolean {
    const active = (this.getRootNode() as Document | ShadowRoot).activeElement;
    return active === null || active === this || active === document.body;
  }

  #focus(selector: string): boolean {
    const element = this.shadowRoot?.querySelector<HTMLElement>(selector);
    element?.focus();
    return element !== null && element !== undefined;
  }

  async #copy(what: string, text: string): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      return;
    }
    this.looks = { ...this.looks, copied: what };
    clearTimeout(this.#copiedTimer);
    this.#copiedTimer = setTimeout(() => {
      this.looks = { ...this.looks, copied: '' };
    }, 2_000);
  }

  #tell(event: HubEvent): void {
    const detail = 'detail' in event ? event.detail : undefined;
    const travels = event.name === 'success' || event.name === 'close';
    this.dispatchEvent(new CustomEvent(event.name, { detail, bubbles: travels, composed: travels }));
    if (event.name === 'success') this.onSuccess?.({ ...event.detail });
    if (event.name === 'close') this.onClose?.();
    if (event.name === 'cancel') this.onCancel?.();
    if (event.name === 'error') this.onError?.(event.detail);
    if (event.name === 'success' && globalThis.parent !== globalThis.window) {
      globalThis.parent.postMessage({ type: 'AccountConnected', account: { ...event.detail } }, '*');
    }
  }
}

/** Names the screen as the reader sees it: another key is another screen. */
const screenKey = ({ screen }: HubState): string => {
  if (screen.name === 'form') return `form/${screen.form.integrationId}/${screen.phase}`;
  return screen.name === 'loading' ? `loading/${screen.what}` : screen.name;
};
