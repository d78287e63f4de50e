import { describe, expect, it } from 'vitest';
import type { StepProgram } from '../compile/program-of.ts';
import { succeeded } from './outcome.ts';
import { failureOf, runStep, snapshot } from './run-step.ts';
import type { RunState } from './state.ts';

const state = (): RunState =>
  ({
    run: { credentials: { apiKey: 'secret-001' } },
    connector: { secretFields: new Set(['apiKey']) },
    clock: { now: () => 0 },
    block: { steps: {}, intermediateSteps: {}, iterator: undefined },
  }) as unknown as RunState;

const broken = {
  evaluate: () => {
    throw new Error('too deep');
  },
};

const stepWith = (more: Partial<StepProgram>): StepProgram => ({
  id: 's',
  functionName: 'static_values',
  functions: [async () => succeeded({ data: 1 })],
  ignoreError: false,
  ...more,
});

describe('a condition that cannot be evaluated', () => {
  it.each([
    [undefined, 'skipped'],
    [false, 'skipped'],
    [true, 'done'],
    ['break', 'break'],
  ] as const)('with onConditionError %s ends the step as %s', async (onConditionError, kind) => {
    const end = await runStep(
      stepWith({ condition: broken, ...(onConditionError === undefined ? {} : { onConditionError }) }),
      state(),
    );
    expect(end.kind).toBe(kind);
  });
});

describe('criteria of success that cannot be evaluated', () => {
  it('fail the step and say why', async () => {
    const end = await runStep(stepWith({ successCriteria: broken }), state());
    expect(end).toMatchObject({ kind: 'done', outcome: { successful: false, failure: { kind: 'engine' } } });
    expect(JSON.stringify(end)).toContain('too deep');
  });
});

describe('anything thrown while a step runs', () => {
  it('becomes an engine failure without secrets', () => {
    expect(failureOf(state(), new Error('cannot use secret-001'))).toMatchObject({
      kind: 'engine',
      statusCode: 500,
      message: 'cannot use [redacted]',
    });
    expect(failureOf(state(), 'just text').message).toBe('just text');
  });

  it('does not leave the step', async () => {
    const end = await runStep(
      stepWith({
        functions: [
          async () => {
            throw new RangeError('no');
          },
        ],
      }),
      state(),
    );
    expect(end).toMatchObject({ kind: 'done', outcome: { successful: false } });
  });
});

describe('the snapshot of a step', () => {
  it('carries notes of steps that succeeded', () => {
    const notes = [{ message: 'Expression returned no value', targetField: 'a' }];
    expect(snapshot({ successful: true, output: { data: 1 }, notes }, 1, 2)).toEqual({
      output: { data: 1 },
      successful: true,
      statistics: { startTime: 1, endTime: 2 },
      errors: notes,
    });
  });
});
