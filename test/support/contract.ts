import type { AnySchema, ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';

/** An answer to compare with the API document. */
export interface AnswerToCheck {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Parsed JSON, or text. */
  readonly body: unknown;
}

/** One operation of the document. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly in: string; readonly name: string; readonly description?: string }[];
  readonly requestBody?: object;
  readonly security?: readonly Readonly<Record<string, unknown>>[];
  readonly responses: Readonly<
    Record<
      string,
      {
        readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
        readonly headers?: Readonly<Record<string, unknown>>;
      }
    >
  >;
}

/** An OpenAPI document, as far as it is read here. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** RFC 3339 with a zone, which published clients insist on. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/;
/** Answers to a path or method that no route has. */
const NO_ROUTE = new Set(['route_not_found', 'method_not_allowed']);

const literals = (path: string): number => path.split('/').filter((part) => !part.startsWith('{')).length;

/** Compares answers with the API document they belong to. */
export interface Contract {
  /** What is wrong with the answer; undefined when nothing is, or when the document does not speak of the path. */
  complaint(answer: AnswerToCheck): string | undefined;
  /** The documented operation of a method and path. */
  operation(method: string, path: string): DocumentedOperation | undefined;
}

/** Reads a document for comparing. */
export function createContract(document: OpenApiDocument): Contract {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  ajv.addFormat('date-time', DATE_TIME);
  ajv.addSchema({ $id: 'https://api.example/', components: document.components } as AnySchema);
  const compiled = new Map<object, ValidateFunction>();
  const validatorOf = (schema: object): ValidateFunction => {
    let validate = compiled.get(schema);
    if (validate === undefined) {
      const text = JSON.stringify(schema).replaceAll('"#/components/', '"https://api.example/#/components/');
      validate = ajv.compile(JSON.parse(text) as AnySchema);
      compiled.set(schema, validate);
    }
    return validate;
  };
  const paths = Object.entries(document.paths)
    .sort(([a], [b]) => literals(b) - literals(a))
    .map(([path, operations]) => ({
      shape: new RegExp(`^${path.replace(/[.*+?^$()[\]\\|]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
      operations,
    }));
  const operation = (method: string, path: string) => {
    const bare = path.split('?', 1)[0] ?? '';
    return paths.find(({ shape }) => shape.test(bare))?.operations[method.toLowerCase()];
  };

  return {
    operation,
    complaint({ method, path, status, headers, body }) {
      const found = operation(method, path);
      if (found === undefined) return undefined;
      const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : '';
      if (NO_ROUTE.has(code)) return undefined;
      const at = `${method.toUpperCase()} ${path.split('?', 1)[0]} → ${status}`;
      const declared = found.responses[status];
      if (declared === undefined)
        return `${at} (${code}) is not in the API document. Declare the status in the route's config.api.refusals.`;
      for (const [name, header] of Object.entries(declared.headers ?? {})) {
        const needed = name === 'x-request-id' || (name === 'allow' && status === 405);
        if (needed && header !== undefined && headers.get(name) === null) return `${at} lacks the header ${name}.`;
      }
      const media = Object.entries(declared.content ?? {});
      if (media.length === 0) return body === '' ? undefined : `${at} has a body, which the API document does not say.`;
      const type = (headers.get('content-type') ?? '').split(';', 1)[0] ?? '';
      const content = declared.content?.[type];
      if (content === undefined) return type === 'text/html' ? undefined : `${at} is ${type}, not ${media[0]?.[0]}.`;
      if (type !== 'application/json' || content.schema === undefined) return undefined;
      const validate = validatorOf(content.schema);
      return validate(body) ? undefined : `${at} is not what its schema says: ${ajv.errorsText(validate.errors)}`;
    },
  };
}
