/** The part of an AJV error that is read here. */
export interface Violation {
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string | undefined;
  readonly params: Readonly<Record<string, unknown>>;
}

const nameOf = (path: string, fallback: string): string =>
  path
    .split('/')
    .filter(Boolean)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .join('.') || fallback;

const join = (path: string, name: unknown): string =>
  path === '' ? String(name) : `${nameOf(path, '')}.${String(name)}`;

/**
 * One sentence for each violated rule, naming the member and what was expected.
 * @param context what was checked, for example `body`; used when the rule concerns the whole of it
 */
export function describeViolations(violations: readonly Violation[], context = 'request'): string[] {
  const sentences = violations.map(({ instancePath, keyword, message, params }) => {
    const name = nameOf(instancePath, `The ${context}`);
    switch (keyword) {
      case 'required':
        return `${join(instancePath, params['missingProperty'])} is required.`;
      case 'additionalProperties':
        return `${join(instancePath, params['additionalProperty'])} is not known here.`;
      case 'type':
        return `${name} must be ${[params['type']].flat().join(' or ')}.`;
      case 'enum':
        return `${name} must be one of ${(params['allowedValues'] as unknown[]).map(String).join(', ')}.`;
      case 'const':
        return `${name} must be ${JSON.stringify(params['allowedValue'])}.`;
      case 'anyOf':
      case 'oneOf':
        return undefined;
      default:
        return `${name} ${message ?? 'is not valid'}.`;
    }
  });
  const told = [...new Set(sentences.filter((sentence) => sentence !== undefined))];
  return told.length > 0 ? told : [`The ${context} has none of the forms allowed here.`];
}
