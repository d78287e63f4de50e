import type { GuideSection, GuideStep } from '../../engine/index.ts';
import { fixedPart } from './fixed-part.ts';
import type { GuidePage } from './page.ts';
import { type Selection, showsSection, showsStep } from './selection.ts';
import { blocks, escapeHtml, list, picture } from './text.ts';

/** A numbered step. Title is plain text, body is HTML. */
export interface WrittenStep {
  readonly title: string;
  readonly body: string;
  readonly hidden: boolean;
}

/** What differs between the page for browsers and its Markdown variant. */
export interface Dialect {
  /** Whether parts that are not shown now are kept in the text, hidden, for a script to show. */
  readonly keepsHidden: boolean;
  warning(html: string): string;
  steps(steps: readonly WrittenStep[]): string;
  /** Empty when there is nothing to choose. */
  selector(selection: Selection): string;
}

const join = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('\n\n');

const names = (scopes: readonly string[] | undefined): string => escapeHtml((scopes ?? []).join(' '));

function scopeList({ scopes, needed }: Selection, { keepsHidden }: Dialect): string {
  const rows = scopes
    .map((scope) => ({ ...scope, hidden: needed !== undefined && !needed.has(scope.name) }))
    .filter(({ hidden }) => keepsHidden || !hidden)
    .map(({ name, description, hidden }) => {
      const text = description === '' ? '' : `: ${escapeHtml(description)}`;
      return `<li data-scope="${escapeHtml(name)}"${hidden ? ' hidden' : ''}><code>${escapeHtml(name)}</code>${text}</li>`;
    });
  if (rows.length === 0) return '';
  return `<div class="scopes" data-guide-scopes-list>\n<p>Scopes needed:</p>\n<ul>\n${rows.join('\n')}\n</ul>\n</div>`;
}

const writeStep = (step: GuideStep, selection: Selection, dialect: Dialect): WrittenStep => ({
  title: step.title,
  hidden: !showsStep(step, selection),
  body: [
    `<div data-guide-step data-guide-scopes="${names(step.applicableScopes)}" data-guide-display-scopes-list="${step.displayScopes === true ? 'true' : ''}">`,
    join(
      blocks(step.content),
      list(step.list),
      step.displayScopes === true ? scopeList(selection, dialect) : '',
      picture(step.image),
    ),
    '</div>',
  ].join('\n'),
});

function writeSection(section: GuideSection, selection: Selection, dialect: Dialect): string {
  const hidden = !showsSection(section, selection);
  if (hidden && !dialect.keepsHidden) return '';
  const steps = (section.steps ?? []).map((step) => writeStep(step, selection, dialect));
  const kept = steps.filter((step) => dialect.keepsHidden || !step.hidden);
  return join(
    `<section data-guide-section data-guide-scopes="${names(section.applicableScopes)}"${hidden ? ' hidden' : ''}>`,
    `<h2>${escapeHtml(section.title)}</h2>`,
    blocks(section.content),
    list(section.list),
    picture(section.image),
    kept.length === 0 ? '' : dialect.steps(kept),
    '</section>',
  );
}

function writeFixedPart(page: GuidePage, dialect: Dialect): string {
  const { title, content, steps, closing } = fixedPart(page);
  return join(
    '<div data-whitelabel-hide>',
    `<h2>${escapeHtml(title)}</h2>`,
    content,
    dialect.steps(steps.map((step) => ({ ...step, hidden: false }))),
    closing,
    '</div>',
  );
}

/**
 * What a guide says below its heading: warning, choice of actions, sections, and the fixed part.
 * @param whitelabel leaves out the parts that name Patchbay
 */
export function guideBody(page: GuidePage, selection: Selection, dialect: Dialect, whitelabel: boolean): string {
  const { guide } = page;
  return join(
    guide?.warning === undefined ? '' : dialect.warning(blocks(guide.warning)),
    page.kind === 'link-account' ? dialect.selector(selection) : '',
    ...(guide?.sections ?? []).map((section) => writeSection(section, selection, dialect)),
    whitelabel ? '' : writeFixedPart(page, dialect),
  );
}
