/** Grounds of drawn icons; white letters reach 4.5:1 on each. */
const GROUNDS = ['#2459c4', '#1b7f5c', '#7a4cc2', '#9a5b12', '#b03a5b', '#0f7285', '#5b6472', '#8a3ea8'];

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/**
 * The picture of a connector that brings none: its initials on a colour of its key.
 * @returns an SVG document
 */
export function drawnIcon({ key, title }: { readonly key: string; readonly title: string }): string {
  const words = title.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const letters = words.length > 1 ? words.slice(0, 2).map((word) => [...word][0]) : [...(words[0] ?? key)].slice(0, 2);
  const initials = letters.join('').replace(/[&<>"]/g, (mark) => ENTITIES[mark] ?? '');
  const ground = GROUNDS[[...key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % GROUNDS.length];
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img" aria-label="${initials}">` +
    `<rect width="64" height="64" rx="14" fill="${ground}"/><text x="32" y="41" font-family="ui-sans-serif,system-ui,` +
    `sans-serif" font-size="26" font-weight="600" text-anchor="middle" fill="#fff">${initials}</text></svg>`
  );
}
