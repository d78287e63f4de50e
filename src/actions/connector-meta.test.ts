import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CompiledAction } from '../engine/index.ts';
import { CATEGORIES } from '../platform/connect-sessions/index.ts';
import { categoryOf, modelsOf } from './connector-meta.ts';

describe('the category of a connector', () => {
  it('is the first of its own that clients know', () => {
    expect(categoryOf({ categories: ['hris', 'lms'] })).toBe('hris');
    expect(categoryOf({ categories: ['performance', 'lms', 'ats'] })).toBe('lms');
  });

  it('is stackone when it has none that they know', () => {
    expect(categoryOf({ categories: [] })).toBe('stackone');
    expect(categoryOf({ categories: ['performance', 'HRIS'] })).toBe('stackone');
  });

  it('is never outside the closed list', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom(...CATEGORIES))), (categories) => {
        expect(CATEGORIES).toContain(categoryOf({ categories }));
      }),
    );
  });
});

describe('the models of a connector', () => {
  const action = (more: Partial<CompiledAction>): CompiledAction =>
    ({
      id: 'acme_list_employees',
      actionType: 'list',
      schemaType: 'unified',
      schema: 'employees',
      internal: false,
      inputSchema: {
        type: 'object',
        properties: { query: { properties: { page_size: { type: 'number' }, filter: {} } } },
      },
      ...more,
    }) as CompiledAction;

  it('tell for each operation the action and its inputs', () => {
    const get = action({ id: 'acme_get_employee', actionType: 'get', inputSchema: { type: 'object' } });
    expect(modelsOf([action({}), get])).toEqual({
      employees: {
        list: {
          apiPath: '/actions/rpc',
          action: 'acme_list_employees',
          input: {
            defaultFields: [
              { name: 'page_size', type: 'number' },
              { name: 'filter', type: 'any' },
            ],
          },
          output: { defaultFields: [] },
        },
        get: {
          apiPath: '/actions/rpc',
          action: 'acme_get_employee',
          input: { defaultFields: [] },
          output: { defaultFields: [] },
        },
      },
    });
  });

  it('leave out actions that nobody may run and those of no unified model', () => {
    expect(
      modelsOf([
        action({ internal: true }),
        action({ schemaType: 'native' }),
        { ...action({}), schema: undefined } as unknown as CompiledAction,
      ]),
    ).toEqual({});
  });

  it('take any name without touching prototypes', () => {
    const models = modelsOf([action({ schema: '__proto__', actionType: '__proto__' })]);
    expect(Object.keys(models)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(models)).toBe(Object.prototype);
  });
});
