/** Methods an emulator can answer. */
export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';

/** Outcome of a look-up: an endpoint with its path parameters, or the methods that the path does know (maybe none). */
export type Found<T> =
  | { readonly endpoint: T; readonly params: Readonly<Record<string, string>> }
  | { readonly endpoint: undefined; readonly allowed: readonly Method[] };

interface Node<T> {
  readonly literal: Map<string, Node<T>>;
  param: { readonly name: string; readonly node: Node<T> } | undefined;
  readonly endpoints: Map<Method, T>;
}

const node = <T>(): Node<T> => ({ literal: new Map(), param: undefined, endpoints: new Map() });

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/**
 * Finds endpoints by method and path. Literal segments win over `:parameters`; a trailing slash counts, because
 * providers differ in what they make of it.
 */
export class Router<T extends { readonly method: Method; readonly path: string }> {
  readonly #root = node<T>();
  readonly #ignoreCase: boolean;

  /** @throws Error when two endpoints claim the same method and path */
  constructor(endpoints: readonly T[], ignoreCase = false) {
    this.#ignoreCase = ignoreCase;
    for (const endpoint of endpoints) this.#add(endpoint);
  }

  #literal(segment: string): string {
    return this.#ignoreCase ? segment.toLowerCase() : segment;
  }

  #add(endpoint: T): void {
    let at = this.#root;
    for (const segment of endpoint.path.split('/').slice(1)) {
      if (segment.startsWith(':')) {
        at.param ??= { name: segment.slice(1), node: node() };
        if (at.param.name !== segment.slice(1))
          throw new Error(`${endpoint.path}: call it :${at.param.name} as before`);
        at = at.param.node;
        continue;
      }
      const name = this.#literal(segment);
      const next = at.literal.get(name) ?? node<T>();
      at.literal.set(name, next);
      at = next;
    }
    if (at.endpoints.has(endpoint.method)) throw new Error(`${endpoint.method} ${endpoint.path} is declared twice`);
    at.endpoints.set(endpoint.method, endpoint);
  }

  /** @param path below the emulator's base, with its leading slash, still percent-encoded */
  find(method: string, path: string): Found<T> {
    const segments = path.split('/').slice(1);
    const allowed = new Set<Method>();
    const visit = (at: Node<T>, index: number, params: Record<string, string>): Found<T> | undefined => {
      const segment = segments[index];
      if (segment === undefined) {
        const endpoint =
          at.endpoints.get(method as Method) ?? (method === 'HEAD' ? at.endpoints.get('GET') : undefined);
        for (const known of at.endpoints.keys()) allowed.add(known);
        return endpoint && { endpoint, params };
      }
      const literal = at.literal.get(this.#literal(decode(segment)));
      const found = literal && visit(literal, index + 1, params);
      if (found !== undefined || at.param === undefined || segment === '') return found;
      return visit(at.param.node, index + 1, { ...params, [at.param.name]: decode(segment) });
    };
    return visit(this.#root, 0, {}) ?? { endpoint: undefined, allowed: [...allowed] };
  }
}
