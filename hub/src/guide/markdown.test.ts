import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Inline, parseBlocks, parseInline, safeHref } from './markdown.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });
const strong = (...children: Inline[]): Inline => ({ kind: 'strong', children });
const em = (...children: Inline[]): Inline => ({ kind: 'emphasis', children });
const link = (href: string, ...children: Inline[]): Inline => ({ kind: 'link', href, children });

const all = (nodes: readonly Inline[]): Inline[] =>
  nodes.flatMap((node) => ('children' in node ? [node, ...all(node.children)] : [node]));

const plain = (nodes: readonly Inline[]): string =>
  nodes.map((node) => ('children' in node ? plain(node.children) : node.text)).join('');

describe('a line', () => {
  it.each<[string, readonly Inline[]]>([
    ['plain words', [text('plain words')]],
    ['press **Save** now', [text('press '), strong(text('Save')), text(' now')]],
    ['__Save__', [strong(text('Save'))]],
    ['*one* and _two_', [em(text('one')), text(' and '), em(text('two'))]],
    ['**bold with *inner* text**', [strong(text('bold with '), em(text('inner')), text(' text'))]],
    ['call `a*b*c`', [text('call '), { kind: 'code', text: 'a*b*c' }]],
    ['``a`b``', [{ kind: 'code', text: 'a`b' }]],
    [
      '**see [the page](https://example.com/a)**',
      [strong(text('see '), link('https://example.com/a', text('the page')))],
    ],
    ['[a **b**](https://example.com/)', [link('https://example.com/', text('a '), strong(text('b')))]],
    ['write to [us](mailto:a@example.com)', [text('write to '), link('mailto:a@example.com', text('us'))]],
    ['[t](https://example.com/a_(b) "title")', [link('https://example.com/a_(b)', text('t'))]],
    [
      'see https://example.com/a.',
      [text('see '), link('https://example.com/a', text('https://example.com/a')), text('.')],
    ],
    ['<https://example.com/>', [link('https://example.com/', text('https://example.com/'))]],
    ['\\*not bold\\*', [text('*not bold*')]],
    ['snake_case_name and 2 * 3 * 4', [text('snake_case_name and 2 * 3 * 4')]],
    ['unclosed **bold', [text('unclosed **bold')]],
    ['a > b <strong>x</strong>', [text('a > b <strong>x</strong>')]],
    ['', []],
  ])('%s', (source, nodes) => {
    expect(parseInline(source)).toEqual(nodes);
  });

  it('longer than any guide is shown as it is', () => {
    const long = '**a** '.repeat(2_000);
    expect(parseInline(long)).toEqual([text(long)]);
  });
});

describe('a link', () => {
  it.each([
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//example.com',
    '/guides/x',
    'file:///etc/passwd',
    'https://',
  ])('to %s stays text', (href) => {
    expect(safeHref(href)).toBeUndefined();
    expect(all(parseInline(`[x](${href})`)).some((node) => node.kind === 'link')).toBe(false);
  });

  it('to the web or a mail program leads there', () => {
    expect(safeHref('https://example.com/a?b#c')).toBe('https://example.com/a?b#c');
    expect(safeHref('http://example.com')).toBe('http://example.com/');
    expect(safeHref('mailto:a@example.com')).toBe('mailto:a@example.com');
  });

  it('never sits inside another', () => {
    const nodes = parseInline('[see https://a.example/ here](https://b.example/)');
    expect(all(nodes).filter((node) => node.kind === 'link')).toHaveLength(1);
  });
});

describe('blocks', () => {
  it('are paragraphs, whose lines are joined, and lists', () => {
    expect(parseBlocks('One\ntwo.\n\nThree:\n- a\n- **b**\n  more\n\n1. x\n2. y')).toEqual([
      { kind: 'paragraph', children: [text('One two.')] },
      { kind: 'paragraph', children: [text('Three:')] },
      { kind: 'list', ordered: false, items: [[text('a')], [strong(text('b')), text(' more')]] },
      { kind: 'list', ordered: true, items: [[text('x')], [text('y')]] },
    ]);
  });

  it('take a heading as a paragraph, since a guide has titles of its own', () => {
    expect(parseBlocks('## Title')).toEqual([{ kind: 'paragraph', children: [text('Title')] }]);
  });

  it('start a new list where the kind of mark changes', () => {
    expect(parseBlocks('- a\n1. b')).toHaveLength(2);
  });
});

const noisy = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '*',
        '**',
        '_',
        '__',
        '`',
        '``',
        '[',
        ']',
        '](',
        '(',
        ')',
        '<',
        '>',
        '\\',
        'https://a.b/',
        'javascript:x',
        '\n',
        ' ',
        '- ',
        '1. ',
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''));

describe('hostile text', () => {
  it('gives safe links only', () => {
    fc.assert(
      fc.property(noisy, (source) => {
        const nodes = parseBlocks(source).flatMap((block) =>
          block.kind === 'paragraph' ? block.children : block.items.flat(),
        );
        for (const node of all(nodes)) {
          if (node.kind === 'link') expect(node.href).toMatch(/^(https?:|mailto:)/);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('loses no letter or digit', () => {
    const letters = (value: string) => value.replace(/[^a-z0-9]/gi, '');
    const source = noisy.filter((value) => !/[[\]]/.test(value));
    fc.assert(
      fc.property(source, (value) => {
        expect(letters(plain(parseInline(value)))).toBe(letters(value));
      }),
      { numRuns: 500 },
    );
  });

  it('made of marks alone is read to its end', () => {
    for (const mark of ['*', '_', '`', '[', '**a', '[a](', '<h', '\\']) {
      const source = mark.repeat(Math.floor(5_000 / mark.length));
      expect(plain(parseInline(source)).length).toBeGreaterThan(0);
    }
  });
});
