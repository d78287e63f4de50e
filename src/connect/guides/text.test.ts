import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blocks, escapeHtml, inline, list, picture } from './text.ts';

describe('texts of a guide', () => {
  it.each([
    ['Press **Save**.', 'Press <strong>Save</strong>.'],
    ['Call it `prod`.', 'Call it <code>prod</code>.'],
    [
      '[Sign in](https://example.com/a?b=1&c=2)',
      '<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">Sign in</a>',
    ],
    ['a < b & "c"', 'a &lt; b &amp; &quot;c&quot;'],
    ['<b onclick="x()">bold</b>', '&lt;b onclick=&quot;x()&quot;&gt;bold&lt;/b&gt;'],
    ['[x](javascript:alert(1))', '[x](javascript:alert(1))'],
    ['[x](data:text/html,y)', '[x](data:text/html,y)'],
  ])('%s', (source, html) => {
    expect(inline(source)).toBe(html);
  });

  it('asks no other site for a picture', () => {
    expect(blocks('![chart](https://example.com/a.png)')).not.toContain('<img');
    expect(picture({ src: 'https://example.com/a.png', alt: 'A "chart"' })).toBe(
      '<p><a href="https://example.com/a.png" target="_blank" rel="noopener noreferrer">Picture: A &quot;chart&quot;</a></p>',
    );
    expect(picture({ src: '//example.com/a.png', alt: 'x' })).toBe('');
    expect(picture({ src: 'javascript:x', alt: 'x' })).toBe('');
    expect(picture({ src: '/connectors/x/a.png', alt: 'x' })).toContain('<img src="/connectors/x/a.png" alt="x"');
    expect(picture(undefined)).toBe('');
  });

  it('come in paragraphs and lists', () => {
    expect(blocks('One.\n\nTwo.')).toBe('<p>One.</p>\n<p>Two.</p>');
    expect(list(['**a**', 'b'])).toBe('<ul>\n<li><strong>a</strong></li>\n<li>b</li>\n</ul>');
    expect([list([]), list(undefined)]).toEqual(['', '']);
  });

  it('never bring a tag of their own', () => {
    const allowed = /^<\/?(p|strong|em|code|a|ul|ol|li|h[1-6]|pre|blockquote|hr|br|s|table|thead|tbody|tr|t[hd])[ >/]/;
    const scraps = fc.array(
      fc.oneof(
        fc.constantFrom(
          '<script>',
          '<img src=x onerror=y>',
          '[a](',
          'javascript:x',
          ')',
          '"',
          '`',
          '**',
          '<',
          '>',
          '&',
          '\n',
        ),
        fc.string(),
      ),
    );
    fc.assert(
      fc.property(scraps, (parts) => {
        const html = blocks(parts.join(''));
        for (const tag of html.match(/<[^>]*>?/g) ?? []) expect(tag).toMatch(allowed);
        expect(html).not.toMatch(/<a href="(javascript|data|vbscript):/i);
        expect(escapeHtml(parts.join(''))).not.toMatch(/[<>"]/);
      }),
    );
  });
});
