const quality = (accept: string, types: readonly string[]): number => {
  const weights = accept.split(',').flatMap((part) => {
    const [type = '', ...parameters] = part.split(';').map((piece) => piece.trim().toLowerCase());
    if (!types.includes(type)) return [];
    const weight = Number(parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? 1);
    return [Number.isNaN(weight) ? 0 : weight];
  });
  return Math.max(0, ...weights);
};

/** True when an `Accept` header asks for HTML rather than JSON; wildcards ask for neither. */
export function prefersHtml(accept: string | undefined): boolean {
  if (accept === undefined || accept.length > 2000) return false;
  return quality(accept, ['text/html', 'application/xhtml+xml']) > quality(accept, ['application/json']);
}
