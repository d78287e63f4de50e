import MarkdownIt from 'markdown-it';

/** HTML in texts is shown as text; pictures come through the fields for pictures only, other sites are never asked for one. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: false }).disable('image');

markdown.renderer.rules.link_open = (tokens, index, options, _env, self) => {
  tokens[index]?.attrSet('target', '_blank');
  tokens[index]?.attrSet('rel', 'noopener noreferrer');
  return self.renderToken(tokens, index, options);
};

/** Text made safe for HTML content and double-quoted attributes. */
export const escapeHtml = (text: string): string => markdown.utils.escapeHtml(text);

/** Markdown as HTML blocks: `<p>`, `<ul>` and the like. */
export const blocks = (text: string): string => markdown.render(text).trim();

/** One line of Markdown as HTML without a block around it. */
export const inline = (text: string): string => markdown.renderInline(text).trim();

/** A list of lines of Markdown. */
export const list = (items: readonly string[] | undefined): string =>
  items === undefined || items.length === 0
    ? ''
    : `<ul>\n${items.map((item) => `<li>${inline(item)}</li>`).join('\n')}\n</ul>`;

/** A picture of a guide: shown when it lies on this server, named with a link when it lies elsewhere. */
export function picture(image: { readonly src: string; readonly alt: string } | undefined): string {
  if (image === undefined) return '';
  const alt = escapeHtml(image.alt);
  if (/^\/(?!\/)/.test(image.src) || /^data:image\/(png|jpeg|gif|webp);base64,/.test(image.src))
    return `<p><img src="${escapeHtml(image.src)}" alt="${alt}" loading="lazy"></p>`;
  return /^https?:\/\//.test(image.src)
    ? `<p><a href="${escapeHtml(image.src)}" target="_blank" rel="noopener noreferrer">Picture: ${alt}</a></p>`
    : '';
}
