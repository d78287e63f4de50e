import { html, render } from 'lit';
import { ifDefined } from 'lit/directives/if-defined.js';
import { messagesFor } from '../messages/pick.ts';
import type { Branding } from '../model/connector.ts';
import { mark } from '../views/icons.ts';
import { readLinkAddress } from './token.ts';

/** Address of the server: what the page was told by its maker, else the folder above its own. */
const serverOf = (document: Document, location: Location): string =>
  document.querySelector<HTMLMetaElement>('meta[name="patchbay-base-url"]')?.content ||
  new URL('..', location.href).href;

/** Tokens of the hub in the colours of a project. */
const themeOf = ({ accent, onAccent }: Branding): string | undefined =>
  accent === undefined || onAccent === undefined
    ? undefined
    : JSON.stringify({ accent, accentHover: accent, onAccent });

/**
 * Runs the hosted link page: takes the token out of the address, shows the hub over the whole page and, at the end, says
 * that the tab may be closed.
 */
export function startLinkPage(document: Document, window: Window): void {
  const { location, history, navigator } = window;
  const { token, language, cleanPath } = readLinkAddress(location.href);
  history.replaceState(null, '', cleanPath);
  const t = messagesFor(language, ...navigator.languages);
  document.documentElement.lang = t.language;
  const page = document.getElementById('page') as HTMLElement;
  const baseUrl = serverOf(document, location);
  let project = '';
  let branding: Branding = { whiteLabel: false };
  let closed = false;

  const show = () => {
    document.title = t.pageTitle(project);
    render(
      html`<header class="page-head">
          <h1>${branding.whiteLabel ? '' : mark()}<span>${project || t.pageTitle('')}</span></h1>
        </header>
        <main class="page-main">
          ${
            closed
              ? html`<div class="page-done"><h2>${t.pageDone}</h2><p>${t.closeTab}</p></div>`
              : html`<patchbay-hub
                  .token=${token}
                  base-url=${baseUrl}
                  height="auto"
                  lang=${t.language}
                  theme=${ifDefined(themeOf(branding))}
                  ?white-label=${branding.whiteLabel}
                  @close=${close}
                  @session=${learn}
                  ><p slot="after-success">${t.closeTab}</p></patchbay-hub
                >`
          }
        </main>
        `,
      page,
    );
  };
  const close = () => {
    closed = true;
    if (window.opener !== null) window.close();
    show();
  };
  const learn = (event: CustomEvent<{ projectName: string; branding?: Branding }>) => {
    project = event.detail.projectName;
    branding = event.detail.branding ?? { whiteLabel: false };
    if (branding.accent !== undefined) page.style.setProperty('--page-accent', branding.accent);
    show();
  };
  show();
}
