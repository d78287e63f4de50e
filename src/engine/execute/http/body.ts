import { stringify as formStringify } from 'qs';
import { reasonOf } from '../../../kernel/index.ts';
import { engineFailure } from '../outcome.ts';
import { assignOwn, type Fields, isRecord, setOwn } from '../records.ts';
import { isXml, mediaType } from './media-type.ts';
import { buildXml } from './xml.ts';

const FORM = 'application/x-www-form-urlencoded';

/** Collects the body arguments of a request. */
export class BodyParts {
  #content: Fields | unknown[] | undefined;
  #raw: string | undefined;

  /**
   * A member of the body. A name given twice joins lists, merges objects, and otherwise takes the last value.
   * A body that is a list has no members.
   */
  add(name: string, value: unknown): void {
    if (Array.isArray(this.#content)) return;
    this.#content ??= {};
    const before = Object.hasOwn(this.#content, name) ? this.#content[name] : undefined;
    if (Array.isArray(before)) setOwn(this.#content, name, before.concat(value));
    else if (isRecord(before) && isRecord(value)) setOwn(this.#content, name, assignOwn({ ...before }, value));
    else setOwn(this.#content, name, value);
  }

  /** Takes the place of a member. */
  set(name: string, value: unknown): void {
    if (Array.isArray(this.#content)) return;
    this.#content ??= {};
    setOwn(this.#content, name, value);
  }

  /** The entries of an object become members of the body; a list becomes the body or extends it; scalars are ignored. */
  spread(value: unknown): void {
    if (Array.isArray(value)) {
      this.#content = Array.isArray(this.#content) ? [...this.#content, ...value] : value;
    } else if (isRecord(value)) {
      this.#content = assignOwn(isRecord(this.#content) ? this.#content : {}, value);
    }
  }

  /** The whole body as text. */
  setRaw(text: string): void {
    this.#raw = text;
  }

  get raw(): string | undefined {
    return this.#raw;
  }

  /** The body as data; undefined when nothing was put in. */
  get content(): Fields | unknown[] | undefined {
    const content = this.#content;
    // An empty object is never sent; a request without body arguments has no body.
    return isRecord(content) && Object.keys(content).length === 0 ? undefined : content;
  }
}

/** A body ready to send. */
export interface EncodedBody {
  readonly text: string;
  /** What to declare when the connector declares nothing. */
  readonly contentType: string;
}

/**
 * Writes a body in the notation its content type asks for: form, XML, or else JSON.
 * @param contentType the declared content type, if any
 * @throws StepError when the data cannot be written in that notation
 */
export function encodeBody(content: unknown, contentType: string | undefined): EncodedBody {
  const type = mediaType(contentType);
  if (type === FORM) return { text: encodeForm(content), contentType: FORM };
  if (isXml(type)) {
    if (typeof content === 'string') return { text: content, contentType: type };
    if (content !== null && typeof content === 'object') return { text: buildXml(content), contentType: type };
    throw engineFailure('An XML body must be an object or a text.');
  }
  try {
    return { text: JSON.stringify(content), contentType: 'application/json' };
  } catch (cause) {
    throw engineFailure(`The body could not be written as JSON: ${reasonOf(cause)}`, 500, cause);
  }
}

/** Form notation; nested data as `a[b]=`. */
export const encodeForm = (content: unknown): string => formStringify(content);
