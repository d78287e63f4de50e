import type { SignInWindow } from './machine/sign-in.ts';

const WIDTH = 1024;
const HEIGHT = 800;

/** Opens an empty window in the middle of the screen; nothing when the browser blocks it. To be called right in a click. */
export function openSignInWindow(): SignInWindow | undefined {
  const left = Math.max(0, Math.round(globalThis.screenX + (globalThis.outerWidth - WIDTH) / 2));
  const top = Math.max(0, Math.round(globalThis.screenY + (globalThis.outerHeight - HEIGHT) / 2));
  const features = `popup,width=${WIDTH},height=${HEIGHT},left=${left},top=${top}`;
  const opened = globalThis.open('about:blank', 'Connect Account', features);
  if (opened === null) return;
  return {
    get closed() {
      return opened.closed;
    },
    go: (url) => opened.location.replace(url),
    close: () => opened.close(),
  };
}
