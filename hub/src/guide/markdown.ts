/** Text inside a line, as a tree. There is no node for HTML: what looks like it stays text. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong'; readonly children: readonly Inline[] }
  | { readonly kind: 'emphasis'; readonly children: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly Inline[] };

/** A paragraph or a list. */
export type Block =
  | { readonly kind: 'paragraph'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] };

/** The address of a link if it leads to the web or to a mail program, else nothing. */
export function safeHref(address: string): string | undefined {
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return;
  try {
    const url = new URL(address);
    return ['https:', 'http:', 'mailto:'].includes(url.protocol) ? url.href : undefined;
  } catch {
    return;
  }
}

/** Deepest nesting of strong text, emphasis and links. */
const DEEPEST = 6;

/** Longest text parsed; more is shown as it is. */
const LONGEST = 5_000;

const PATTERNS = {
  escape: /\\([\\`*_{}[\]()#+\-.!<>])/y,
  code: /(`+)([^`]|[^`][\s\S]{0,1000}?[^`])\1(?!`)/y,
  strong: /(\*\*|__)(?=\S)([\s\S]{0,1000}?\S)\1/y,
  emphasis: /(\*|_)(?=\S)([\s\S]{0,1000}?\S)\1(?![\p{L}\p{N}])/uy,
  link: /\[([^[\]]{1,1000})\]\(\s*<?([^\s()<>]{1,2000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,2000})?)>?(?:\s+"[^"]{0,200}")?\s*\)/y,
  address: /<?\b(https?:\/\/[^\s<>"'`]{1,2000}[^\s<>"'`.,;:!?)*_\]])>?/y,
} as const;

const at = (pattern: RegExp, source: string, index: number): RegExpExecArray | null => {
  pattern.lastIndex = index;
  return pattern.exec(source);
};

/** Where something other than plain text may begin. */
const MARK = /[\\`*_[<h]/g;

const markAt = (source: string, index: number, depth: number, inLink: boolean): [Inline, number] | undefined => {
  const take = (match: RegExpExecArray | null, node: (m: RegExpExecArray) => Inline | undefined) => {
    const made = match === null ? undefined : node(match);
    return match === null || made === undefined ? undefined : ([made, match[0].length] as [Inline, number]);
  };
  const inner = (text: string, link = inLink): readonly Inline[] => inlineAt(text, depth + 1, link);
  const first = source[index];
  if (first === '\\') return take(at(PATTERNS.escape, source, index), (m) => ({ kind: 'text', text: m[1] ?? '' }));
  if (first === '`')
    return take(at(PATTERNS.code, source, index), (m) => ({ kind: 'code', text: (m[2] ?? '').trim() }));
  if (depth >= DEEPEST) return;
  if (first === '*' || first === '_') {
    if (first === '_' && /[\p{L}\p{N}]/u.test(source[index - 1] ?? '')) return;
    return (
      take(at(PATTERNS.strong, source, index), (m) => ({ kind: 'strong', children: inner(m[2] ?? '') })) ??
      take(at(PATTERNS.emphasis, source, index), (m) => ({ kind: 'emphasis', children: inner(m[2] ?? '') }))
    );
  }
  if (inLink) return;
  const linkTo = (href: string | undefined, children: readonly Inline[]): Inline | undefined =>
    href === undefined ? undefined : { kind: 'link', href, children };
  if (first === '[') {
    return take(at(PATTERNS.link, source, index), (m) => linkTo(safeHref(m[2] ?? ''), inner(m[1] ?? '', true)));
  }
  return take(at(PATTERNS.address, source, index), (m) =>
    linkTo(safeHref(m[1] ?? ''), [{ kind: 'text', text: m[1] ?? '' }]),
  );
};

const inlineAt = (source: string, depth: number, inLink: boolean): readonly Inline[] => {
  const nodes: Inline[] = [];
  let plain = '';
  const flush = () => {
    if (plain !== '') nodes.push({ kind: 'text', text: plain });
    plain = '';
  };
  let index = 0;
  while (index < source.length) {
    const found = markAt(source, index, depth, inLink);
    if (found === undefined) {
      MARK.lastIndex = index + 1;
      const next = MARK.exec(source)?.index ?? source.length;
      plain += source.slice(index, next);
      index = next;
      continue;
    }
    const [node, length] = found;
    if (node.kind === 'text') plain += node.text;
    else {
      flush();
      nodes.push(node);
    }
    index += length;
  }
  flush();
  return nodes;
};

/** Reads one line of Markdown: strong text, emphasis, code, links and bare web addresses. */
export function parseInline(source: string): readonly Inline[] {
  if (source.length > LONGEST) return [{ kind: 'text', text: source }];
  return inlineAt(source, 0, false);
}

const ITEM = /^\s{0,3}(?:([-*+])|(\d{1,3})[.)])\s+(.*)$/;

/** Reads Markdown of several lines: paragraphs, bulleted and numbered lists. */
export function parseBlocks(source: string): readonly Block[] {
  const blocks: Block[] = [];
  let lines: string[] = [];
  let items: string[] | undefined;
  let ordered = false;
  const close = () => {
    if (lines.length > 0) blocks.push({ kind: 'paragraph', children: parseInline(lines.join(' ')) });
    if (items !== undefined) blocks.push({ kind: 'list', ordered, items: items.map(parseInline) });
    lines = [];
    items = undefined;
  };
  for (const line of source.split(/\r?\n/)) {
    const item = ITEM.exec(line);
    if (line.trim() === '') close();
    else if (item === null) {
      const heading = line.replace(/^\s{0,3}#{1,6}\s+/, '').trim();
      if (items === undefined) lines.push(heading);
      else items.push(`${items.pop() ?? ''} ${heading}`);
    } else {
      const numbered = item[2] !== undefined;
      if (items === undefined || ordered !== numbered) close();
      ordered = numbered;
      items = [...(items ?? []), item[3] ?? ''];
    }
  }
  close();
  return blocks;
}
