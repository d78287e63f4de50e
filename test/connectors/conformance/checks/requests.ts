import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { inputNames } from '../inputs.ts';
import { expectedLine, seen, sentMembers, sentValues } from '../requests.ts';
import type { Inputs } from '../sheet.ts';
import { type Check, dataOf, type Subject } from '../subject.ts';
import type { Ran } from '../world.ts';

const sorted = (names: readonly string[] = []): string[] => [...new Set(names)].sort();

/** Checks method, path and headers of every request, and returns the names of all parameters and members sent. */
function checkRequests({ spec, sheet, world, action }: Subject, inputs: Inputs, { requests, fields }: Ran) {
  const sent = requests.map((request) => seen(request, world.base));
  expect(sent.map(({ line }) => line)).toEqual(spec.requests.map((line) => expectedLine(line, inputs)));
  for (const { headers } of requests) expect(headers).toMatchObject(sheet.headers(fields));
  const encodings = new Set(sent.map(({ encoding }) => encoding).filter((encoding) => encoding !== 'none'));
  if (encodings.size > 0) expect([...encodings], action.id).toEqual([spec.encoding ?? 'json']);
  return { query: sorted(sent.flatMap(({ query }) => query)), body: sorted(sent.flatMap(({ body }) => body)) };
}

const same = (sent: unknown, given: unknown): boolean => isDeepStrictEqual(sent, given) || sent === String(given);

/** Every value that a caller gives must arrive at the provider, and under its own name where the provider has that name. */
function checkValues(inputs: Inputs, { requests }: Ran): void {
  const values = requests.flatMap(sentValues);
  const members = requests.map(sentMembers);
  const isLost = (name: string, value: unknown): boolean => {
    const namesakes = members.filter((member) => Object.hasOwn(member, name));
    return namesakes.length > 0
      ? !namesakes.some((member) => same(member[name], value))
      : !values.some((sent) => same(sent, value));
  };
  const lost = Object.entries({ ...inputs.query, ...inputs.body }).filter(([name, value]) => isLost(name, value));
  expect(Object.fromEntries(lost)).toEqual({});
}

export const everyInput: Check = {
  title: 'sends every input the way the documentation says',
  async verify(subject) {
    const { every } = await subject.examples();
    const ran = await subject.run(every);
    dataOf(ran);
    const { query, body } = checkRequests(subject, every, ran);
    expect(query).toEqual(sorted(subject.spec.query));
    expect(body).toEqual(sorted(subject.spec.body));
    if (subject.spec.encoding !== 'multipart') checkValues(every, ran);
  },
};

type Shape = 'list' | 'record' | 'anything';
const SHAPES: Readonly<Record<string, Shape>> = { list: 'list', get: 'record', create: 'record', update: 'record' };

export const fewestInputs: Check = {
  title: 'works with the fewest inputs and answers with data',
  async verify(subject) {
    const { action, spec, sheet } = subject;
    const { fewest } = await subject.examples();
    const ran = await subject.run(fewest);
    const data = dataOf(ran);
    const { query, body } = checkRequests(subject, fewest, ran);
    expect(spec.query ?? []).toEqual(expect.arrayContaining(query));
    expect(spec.body ?? []).toEqual(expect.arrayContaining(body));

    const shape = spec.answers ?? SHAPES[action.actionType] ?? 'anything';
    if (shape === 'list') {
      expect(Array.isArray(data)).toBe(true);
      if (spec.mayBeEmpty === undefined) expect(data).not.toEqual([]);
    } else if (shape === 'record') {
      expect(data).toEqual(expect.any(Object));
      expect(Array.isArray(data)).toBe(false);
      const [id] = inputNames(action, 'path');
      if (id !== undefined) expect(sheet.identity(data as Record<string, unknown>)).toBe(fewest.path?.[id]);
    } else expect(data).toBeDefined();
  },
};
