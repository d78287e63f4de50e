import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { reasonOf } from '../../../kernel/index.ts';
import { engineFailure } from '../outcome.ts';

// Numbers with leading zeros, in hexadecimal or with an exponent are far more often ids than numbers.
const NUMBERS = { leadingZeros: false, hex: false, eNotation: false } as const;

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  parseTagValue: true,
  ignoreDeclaration: true,
  numberParseOptions: NUMBERS,
});

const soapParser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '_',
  removeNSPrefix: true,
  parseTagValue: true,
  ignoreDeclaration: true,
  numberParseOptions: NUMBERS,
});

const builder = new XMLBuilder({
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  suppressBooleanAttributes: false,
});

/**
 * The object an XML document spells: attributes as `@_name`, text beside them as `#text`, repeated elements as lists,
 * numeric text as numbers unless it has leading zeros.
 * @throws Error when the document is not well-formed
 */
export const parseXml = (text: string): unknown => parser.parse(text, true);

/** Like {@link parseXml} without namespace prefixes and with attributes as `_name`, the way SOAP answers are read. */
export const parseSoapXml = (text: string): unknown => soapParser.parse(text, true);

/** Fails the step when the text is not a well-formed document. */
export function requireWellFormed(text: string, what: string): void {
  try {
    parser.parse(text, true);
  } catch (cause) {
    throw engineFailure(`${what} is not well-formed XML: ${reasonOf(cause)}`, 500, cause);
  }
}

/**
 * The XML document of an object with one root element, in the shape {@link parseXml} yields.
 * @throws StepError for a list, which has no root element
 */
export function buildXml(value: object): string {
  if (Array.isArray(value)) throw engineFailure('An XML body must be an object with one root element, not a list.');
  try {
    return builder.build(value);
  } catch (cause) {
    throw engineFailure(`The XML body could not be written: ${reasonOf(cause)}`, 500, cause);
  }
}
