import type { Advice } from './advice.ts';

/** The words of the page that ends a sign-in. `{name}` stands for the connector. */
export interface Texts {
  readonly language: string;
  readonly connected: string;
  readonly notConnected: string;
  readonly notConnectedNameless: string;
  readonly done: string;
  readonly close: string;
  readonly reason: string;
  readonly requestId: string;
  readonly advice: Readonly<Record<Advice, string>>;
}

const en: Texts = {
  language: 'en',
  connected: '{name} is connected',
  notConnected: '{name} is not connected',
  notConnectedNameless: 'Nothing was connected',
  done: 'You can close this window and go on where you came from.',
  close: 'Close this window',
  reason: 'What was said',
  requestId: 'Request id',
  advice: {
    again: 'Close this window and press Connect again.',
    allow: 'Close this window, press Connect again and allow what is asked for.',
    later: 'Close this window and try again in a few minutes.',
    operator: 'Tell whoever gave you the link: what was set up for this connection must be corrected first.',
    link: 'Close this window and ask for a new link.',
    nothing: 'Close this window; the place you came from shows how it ended.',
  },
};

const de: Texts = {
  language: 'de',
  connected: '{name} ist verbunden',
  notConnected: '{name} ist nicht verbunden',
  notConnectedNameless: 'Es wurde nichts verbunden',
  done: 'Sie können dieses Fenster schließen und dort weitermachen, wo Sie herkommen.',
  close: 'Fenster schließen',
  reason: 'Das wurde gemeldet',
  requestId: 'Anfrage-ID',
  advice: {
    again: 'Schließen Sie dieses Fenster und drücken Sie noch einmal auf „Verbinden“.',
    allow:
      'Schließen Sie dieses Fenster, drücken Sie noch einmal auf „Verbinden“ und erlauben Sie, worum gebeten wird.',
    later: 'Schließen Sie dieses Fenster und versuchen Sie es in ein paar Minuten noch einmal.',
    operator:
      'Geben Sie der Person Bescheid, von der Sie den Link haben: Die Einrichtung dieser Verbindung muss zuerst berichtigt werden.',
    link: 'Schließen Sie dieses Fenster und bitten Sie um einen neuen Link.',
    nothing: 'Schließen Sie dieses Fenster; dort, wo Sie herkommen, sehen Sie, wie es ausgegangen ist.',
  },
};

const LANGUAGES: Readonly<Record<string, Texts>> = { en, de };

/** The words of the language a browser prefers among ours; English otherwise. @param wanted an `Accept-Language` header */
export function textsFor(wanted = ''): Texts {
  const ranked = wanted
    .slice(0, 500)
    .split(',')
    .map((part) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters.map((one) => /^\s*q=([\d.]+)\s*$/.exec(one)?.[1]).find((found) => found !== undefined);
      return { language: tag.split('-')[0] ?? '', weight: Number(weight ?? 1) };
    })
    .filter(({ language, weight }) => Object.hasOwn(LANGUAGES, language) && weight > 0)
    .sort((a, b) => b.weight - a.weight);
  return LANGUAGES[ranked[0]?.language ?? 'en'] ?? en;
}

/** What helps, in English, for the answer that scripts read. */
export const englishAdvice = (advice: Advice): string => en.advice[advice];
