import { type ColourScheme, tokensFor } from './tokens.css.ts';

/**
 * The looks an embedder asks for: `colorScheme` (`light`, `dark` or `auto`) and tokens by their name, with or without
 * the leading `--pb-`, in kebab or camel case: `{"colorScheme": "dark", "accent": "#7048e8", "--pb-radius": "2px"}`.
 */
export type HubTheme = Readonly<Record<string, string>>;

const asObject = (theme: HubTheme | string | undefined): Readonly<Record<string, unknown>> => {
  if (theme === 'light' || theme === 'dark') return { colorScheme: theme };
  if (typeof theme !== 'string') return theme ?? {};
  try {
    const parsed: unknown = JSON.parse(theme);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
};

/** The colour scheme a theme fixes; `auto` follows the reader's system. */
export function themeScheme(theme: HubTheme | string | undefined): ColourScheme {
  const scheme = asObject(theme)['colorScheme'];
  return scheme === 'light' || scheme === 'dark' ? scheme : 'auto';
}

/** The CSS variables a theme sets, by their full name. Anything else it holds is ignored. */
export function themeVariables(theme: HubTheme | string | undefined): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(asObject(theme))) {
    if (name === 'colorScheme' || typeof value !== 'string') continue;
    const kebab = name.replace(/^--pb-/, '').replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (/^[a-z][a-z0-9-]*$/.test(kebab)) variables[`--pb-${kebab}`] = value;
  }
  return variables;
}

/** Text of the sheet for a theme. Its last rule is on the host and free for more declarations. */
export function themeSheetText(theme: HubTheme | string | undefined): string {
  const scheme = themeScheme(theme);
  return scheme === 'auto' ? ':host {}' : `${tokensFor(':host', scheme)} :host { color-scheme: ${scheme}; }`;
}
