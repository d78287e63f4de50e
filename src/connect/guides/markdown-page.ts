import { type Dialect, guideBody } from './body.ts';
import type { GuidePage } from './page.ts';
import type { Selection } from './selection.ts';
import { escapeHtml } from './text.ts';

/** The actions to choose from, as the published pages carry them. */
export const actionsJson = ({ choices }: Selection): string => escapeHtml(JSON.stringify(choices));

/** The published form of guide pages: Markdown with a handful of tags. */
const MARKDOWN: Dialect = {
  keepsHidden: false,
  warning: (html) => `<Warning>\n${html}\n</Warning>`,
  steps: (steps) =>
    [
      '<Steps>',
      ...steps.map(({ title, body }) => `<Step title="${escapeHtml(title)}">\n${body}\n</Step>`),
      '</Steps>',
    ].join('\n\n'),
  selector: (selection) =>
    selection.choices.length === 0
      ? ''
      : `<Panel>\n<div class="guides-scope-selector" data-guides-scope-selector data-guide-actions-json="${actionsJson(selection)}"></div>\n</Panel>`,
};

/** Opens every Markdown page: where the index of all of them is. */
export const indexQuote = (publicUrl: string): string =>
  [
    '> ## Documentation index',
    `> Fetch the complete documentation index at: ${publicUrl}/llms.txt`,
    '> Use it to discover all pages before exploring further.',
  ].join('\n');

/** How a guide is written in Markdown. */
export interface MarkdownPageOptions {
  readonly whitelabel: boolean;
  /** Leaves out the choice of actions, which only browsers can use. */
  readonly plain?: boolean;
}

/** A guide in Markdown, without the quote that opens a page. */
export function markdownGuide(
  page: GuidePage,
  selection: Selection,
  { whitelabel, plain }: MarkdownPageOptions,
): string {
  const dialect: Dialect = plain === true ? { ...MARKDOWN, selector: () => '' } : MARKDOWN;
  return [
    `# ${whitelabel ? page.heading : page.title}`,
    ...(whitelabel ? [] : [`> ${page.description}`]),
    guideBody(page, selection, dialect, whitelabel),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}
