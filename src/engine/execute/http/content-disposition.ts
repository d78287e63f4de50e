/** The file name in a `content-disposition` header; the encoded form wins over the plain one. */
export function fileNameOf(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined;
  const encoded = /filename\*\s*=\s*(?:utf-8|iso-8859-1)'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  if (encoded !== undefined) {
    try {
      return baseName(decodeURIComponent(encoded));
    } catch {
      // Not percent-encoded after all: the plain form is tried.
    }
  }
  const [, inQuotes, bare] = /filename\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]+))/i.exec(disposition) ?? [];
  const name = inQuotes?.replace(/\\(.)/g, '$1') ?? bare;
  return name === undefined ? undefined : baseName(name);
}

/** The name without folders, which a provider has no business to choose. */
const baseName = (name: string): string | undefined => name.split(/[/\\]/).at(-1)?.trim() || undefined;
