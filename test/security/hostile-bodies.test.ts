import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, dropTestDatabase, postgresUrl } from '../../src/storage/testing/postgres-server.ts';
import type { OpenApiDocument } from '../support/contract.ts';
import { faultOf, type Sample, type Stage, samplesOf, setStage } from './fixtures/stage.ts';

const JSON_TYPE = 'application/json';

/** The text of a body with something put before its members, which wins or loses against them as the parser decides. */
const withFirst = (body: object, first: string): string => {
  const rest = JSON.stringify(body).slice(1);
  return `{${first}${rest === '}' ? '' : ','}${rest}`;
};
const nested = (open: string, close: string, depth: number): string => open.repeat(depth) + close.repeat(depth);

/** Bodies by what is wrong with them. */
const hostileTexts = (body: object): Readonly<Record<string, string | Buffer>> => {
  const text = JSON.stringify(body);
  const members = text.slice(1, -1);
  return {
    'a __proto__': withFirst(body, '"__proto__":{"polluted":true}'),
    'an escaped __proto__': withFirst(body, '"\\u005f_proto__":{"polluted":true}'),
    'a constructor.prototype': withFirst(body, '"constructor":{"prototype":{"polluted":true}}'),
    'a toString': withFirst(body, '"toString":1,"hasOwnProperty":null,"valueOf":{}'),
    'every member twice': members === '' ? text : `{${members},${members}}`,
    '10,000 lists': nested('[', ']', 10_000),
    '10,000 objects': `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`,
    '10,000 lists in a member': withFirst(body, `"more":${nested('[', ']', 10_000)}`),
    'a huge list': `[${'0,'.repeat(200_000)}0]`,
    'a huge list in a member': withFirst(body, `"more":[${'0,'.repeat(200_000)}0]`),
    'a huge string': withFirst(body, `"more":"${'x'.repeat(900_000)}"`),
    'too many members': `{${Array.from({ length: 50_000 }, (_, index) => `"k${index}":1`).join(',')}}`,
    'a byte order mark': `\u{feff}${text}`,
    'NUL bytes around it': `\0${text}\0`,
    'invalid UTF-8': Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x7d])]),
    'no end': text.slice(0, -1),
    'more after the end': `${text}${text}`,
    null: 'null',
    'a number': '1e999',
    'a string': '"__proto__"',
    nothing: '',
  };
};

const TYPES: readonly (string | null)[] = [
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/json; charset=utf-16',
  'application/json; charset=',
  'multipart/form-data; boundary=x',
  'application/xml',
  'application/jsonp',
  'text/json, application/json',
  'application/json\t;x',
  '/',
  null,
];

const HOSTILE_TEXT = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '__proto__',
  'constructor',
  'hasOwnProperty',
  '../../etc/passwd',
  '%00',
  '\u{202e}\u{feff}',
  "'; DROP TABLE accounts; --",
  '$.credentials.apiKey',
  '{{credentials}}',
  'x'.repeat(70_000),
];
const HOSTILE = [
  ...HOSTILE_TEXT,
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  2 ** 53 + 2,
  1e308,
  '1e999 as a number',
  [],
  {},
  [[]],
  [null],
  Array.from({ length: 2_000 }, () => 'x'),
];
const textOf = (value: unknown): string => JSON.stringify(value).replaceAll('"1e999 as a number"', '1e999');

/** Every place in a value, as a path of keys. */
const placesIn = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [at, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...at, key]))]
    : [at];
function replaced(value: unknown, [key, ...rest]: readonly string[], by: unknown): unknown {
  if (key === undefined) return by;
  const copy = Array.isArray(value) ? [...value] : { ...(value as object) };
  (copy as Record<string, unknown>)[key] = replaced((copy as Record<string, unknown>)[key], rest, by);
  return copy;
}

describe.each(['sqlite', 'postgres'] as const)('on %s', (kind) => {
  if (kind === 'postgres' && postgresUrl === undefined) {
    it.skip('no server answers');
    return;
  }
  let url: string | undefined;
  let stage: Stage;
  let samples: Readonly<Record<string, Sample>>;
  let document: OpenApiDocument;

  beforeAll(async () => {
    if (kind === 'postgres') url = await createTestDatabase();
    stage = await setStage(url === undefined ? { kind: 'sqlite' } : { kind: 'postgres', url });
    samples = samplesOf(stage);
    document = (await stage.server.call('GET', '/openapi.json')).body;
  });
  afterAll(async () => {
    await stage.server.dispose();
    if (url !== undefined) await dropTestDatabase(url);
  });

  const answerTo = async (name: string, body: string | Buffer, type: string | null = JSON_TYPE) => {
    const response = await fetch(`${stage.server.url}${samples[name]!.path}`, {
      method: name.split(' ', 1)[0]!,
      headers: { ...stage.headers, ...(type === null ? {} : { 'content-type': type }) },
      body: Buffer.from(body),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  };
  const faults = async (name: string, bodies: Readonly<Record<string, string | Buffer>>) => {
    const found: string[] = [];
    for (const [what, body] of Object.entries(bodies)) {
      const fault = faultOf(await answerTo(name, body));
      if (fault !== undefined) found.push(`${name}, ${what}: ${fault}`);
    }
    return found;
  };
  const names = () => Object.keys(samples);

  describe('every operation that takes a body', () => {
    it('has a sample here that it accepts or refuses for what it says', async () => {
      const documented = Object.entries(document.paths).flatMap(([path, operations]) =>
        Object.entries(operations)
          .filter(([, operation]) => operation.requestBody !== undefined)
          .map(([method]) => `${method.toUpperCase()} ${path}`),
      );
      expect(names().sort()).toEqual(documented.sort());
      for (const name of names()) {
        const { status, text } = await answerTo(name, JSON.stringify(samples[name]!.body));
        expect([200, 201, 204, 401, 403, 422], `${name} ${text}`).toContain(status);
      }
    });

    // What a parser does is the same on both; values are what databases differ in.
    it.runIf(kind === 'sqlite')('refuses or takes hostile JSON with an answer of ours', async () => {
      const found: string[] = [];
      for (const name of names()) found.push(...(await faults(name, hostileTexts(samples[name]!.body))));
      expect(found).toEqual([]);
    });

    it.runIf(kind === 'sqlite')('refuses every other type of body', async () => {
      const found: string[] = [];
      for (const name of names())
        for (const type of TYPES) {
          const answer = await answerTo(name, JSON.stringify(samples[name]!.body), type);
          const fault = faultOf(answer) ?? (type?.startsWith(JSON_TYPE) || answer.status >= 400 ? undefined : 'taken');
          if (fault !== undefined) found.push(`${name} as ${type}: ${fault}`);
        }
      expect(found).toEqual([]);
    });

    it('bears a hostile value in every place', async () => {
      const found: string[] = [];
      for (const name of names().filter((one) => !one.includes('/operator/sign-in') && !one.endsWith('/password'))) {
        const { body } = samples[name]!;
        const bodies = Object.fromEntries(
          placesIn(body).flatMap((place) =>
            (kind === 'sqlite' ? HOSTILE : HOSTILE_TEXT).map((value) => [
              `${place.join('.')} = ${textOf(value).slice(0, 40)}`,
              textOf(replaced(body, place, value)),
            ]),
          ),
        );
        found.push(...(await faults(name, bodies)));
      }
      expect(found).toEqual([]);
    });

    it('bears deep values where it takes any', async () => {
      const deep = nested('[', ']', 10_000);
      const found: string[] = [];
      for (const [name, text] of [
        ['PATCH /accounts/{id}', `{"metadata":{"a":${deep}}}`],
        ['POST /connect_sessions', `{"origin_owner_id":"a","origin_owner_name":"A","metadata":{"a":${deep}}}`],
        ['POST /actions/rpc', `{"action":"humaans_create_location","body":{"label":${deep}}}`],
        ['POST /actions/rpc', `{"action":"humaans_list_people","query":{"a":${deep}},"headers":{"a":${deep}}}`],
        ['POST /unified/proxy', `{"path":"/locations","method":"post","body":${deep}}`],
        [
          'POST /mcp',
          `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"humaans_get_me","arguments":{"a":${deep}}}}`,
        ],
        ['POST /mcp', `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"a":${deep}}}`],
        [
          'PUT /connectors/{key}',
          JSON.stringify({ files: { 'forge.connector.s1.yaml': `StackOne: 1.0.0\ninfo: ${deep}` } }),
        ],
      ] as const)
        found.push(...(await faults(name, { [text.slice(0, 80)]: text })));
      expect(found).toEqual([]);
    });

    it('bears random JSON in random places', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.nat(),
          fc.nat(),
          fc.oneof(fc.jsonValue(), fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }))),
          async (which, where, value) => {
            const usable = names().filter((one) => !one.includes('/operator/sign-in') && !one.endsWith('/password'));
            const name = usable[which % usable.length]!;
            const places = placesIn(samples[name]!.body);
            const body = replaced(samples[name]!.body, places[where % places.length]!, value);
            expect(faultOf(await answerTo(name, JSON.stringify(body))), `${name} ${JSON.stringify(body)}`).toBe(
              undefined,
            );
          },
        ),
        { numRuns: 400 },
      );
    });

    it('leaves a server that answers, and nothing on any prototype', async () => {
      expect((await stage.server.call('GET', '/ready')).status).toBe(200);
      expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
      expect((await stage.server.call('GET', '/accounts')).status).toBe(200);
    });
  });
});
