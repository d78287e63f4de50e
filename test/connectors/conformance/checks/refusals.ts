import { expect } from 'vitest';
import { inputNames, requiredInputs, withInput, without } from '../inputs.ts';
import { type Check, canLackRights, dataOf, type Subject } from '../subject.ts';
import { type Ran, secretsOf } from '../world.ts';

/** A provider's refusal: said once, in words, without the key in them. */
function expectRefusal({ world }: Subject, { result, fields }: Ran, status: number): void {
  expect(result).toMatchObject({
    successful: false,
    statusCode: status,
    failure: { kind: 'provider', provider: { status } },
  });
  expect(result.message).toMatch(/\w{3}/);
  const told = JSON.stringify(result);
  for (const secret of secretsOf(world.connector, fields)) expect(told).not.toContain(secret);
}

export const missingInput: Check = {
  title: 'refuses to run without a required input, and names it',
  impossible: ({ action }) => (requiredInputs(action).length === 0 ? 'it has no required inputs' : undefined),
  async verify({ action, examples }) {
    const { fewest } = await examples();
    for (const { group, name } of requiredInputs(action)) {
      const checked = action.validateInputs(without(fewest, group, name));
      expect(checked).toMatchObject({
        ok: false,
        issues: [{ path: `${group}.${name}`, message: expect.stringContaining('required') }],
      });
    }
  },
};

export const wrongKey: Check = {
  title: 'tells that the key is wrong',
  async verify(subject) {
    const { fewest } = await subject.examples();
    const ran = await subject.run(fewest, { fields: await subject.fields('unknown') });
    expectRefusal(subject, ran, subject.sheet.statuses.wrongKey);
    expect(ran.requests).toHaveLength(1);
  },
};

export const missingRight: Check = {
  title: 'tells that the key lacks the right',
  impossible: (declared) => (canLackRights(declared) ? undefined : 'every valid key may do it'),
  async verify(subject) {
    const { fewest } = await subject.examples();
    const fields = await subject.fields('lacking');
    expectRefusal(subject, await subject.run(fewest, { fields }), subject.sheet.statuses.missingRight);
  },
};

export const leastRights: Check = {
  title: 'needs no more scopes than it names',
  impossible: ({ sheet }) =>
    sheet.withScopes === undefined ? 'keys of the provider have no scopes to choose' : undefined,
  async verify(subject) {
    const { fewest } = await subject.examples();
    const fields = await subject.sheet.withScopes!(subject.world, subject.action.requiredScopes);
    dataOf(await subject.run(fewest, { fields }));
  },
};

export const notFound: Check = {
  title: 'tells that the record does not exist',
  impossible: ({ action }) => (inputNames(action, 'path').length === 0 ? 'it takes no id' : undefined),
  async verify(subject) {
    const { action, sheet } = subject;
    const { fewest } = await subject.examples();
    for (const name of inputNames(action, 'path')) {
      const inputs = withInput(fewest, 'path', name, sheet.unknownId(fewest.path?.[name]));
      expectRefusal(subject, await subject.run(inputs), sheet.statuses.notFound);
    }
  },
};
