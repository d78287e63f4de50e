import { type CSSProperties, createElement, type ReactElement, useEffect, useRef } from 'react';
import type { HubError, HubTheme, PatchbayHub as PatchbayHubElement } from './index.ts';

/** Props of {@link PatchbayHub}; those of the element, with a theme as text or object. */
export interface PatchbayHubProps {
  /** Connect session token. Another one starts over. */
  readonly token?: string | undefined;
  /** Address of the Patchbay server. */
  readonly baseUrl?: string | undefined;
  /** Where sign-in windows return to; the base address by default. */
  readonly appUrl?: string | undefined;
  readonly mode?: 'integration-picker' | undefined;
  /** A CSS length, or `auto` to grow with the content. */
  readonly height?: string | undefined;
  readonly theme?: string | HubTheme | undefined;
  /** Changes this account instead of linking a new one. */
  readonly accountId?: string | undefined;
  readonly onCloseLabel?: string | undefined;
  readonly showFooterLinks?: boolean | undefined;
  readonly whiteLabel?: boolean | undefined;
  /** Language of the texts, such as `de`; that of the page by default. */
  readonly lang?: string | undefined;
  readonly className?: string | undefined;
  readonly style?: CSSProperties | undefined;
  readonly onSuccess?: ((account: { readonly id: string; readonly provider: string }) => void) | undefined;
  readonly onClose?: (() => void) | undefined;
  readonly onCancel?: (() => void) | undefined;
  readonly onError?: ((problem: HubError) => void) | undefined;
}

/** The props handed to the element as they are; an absent one falls back to the element's default. */
const PROPS = [
  'token',
  'baseUrl',
  'appUrl',
  'mode',
  'height',
  'accountId',
  'onCloseLabel',
  'showFooterLinks',
  'whiteLabel',
  'lang',
  'onSuccess',
  'onClose',
  'onCancel',
  'onError',
] as const satisfies readonly (keyof PatchbayHubProps)[];

/**
 * `<patchbay-hub>` as a React component. The element itself is loaded in the browser only, so that pages rendered on a
 * server can hold it.
 */
export function PatchbayHub(props: PatchbayHubProps): ReactElement {
  const { className, style, theme } = props;
  const element = useRef<PatchbayHubElement>(null);
  useEffect(() => {
    void import('./patchbay-hub.ts');
  }, []);
  useEffect(() => {
    if (element.current === null) return;
    Object.assign(element.current, Object.fromEntries(PROPS.map((name) => [name, props[name]])), {
      theme: typeof theme === 'string' ? theme : undefined,
      themeObject: typeof theme === 'string' ? undefined : theme,
    });
  });
  return createElement('patchbay-hub', { ref: element, className, style });
}
