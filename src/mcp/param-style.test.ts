import { describe, expect, it } from 'vitest';
import type { CompiledAction } from '../actions/index.ts';
import { argumentsSchema, groupArguments, PARAM_STYLES } from './param-style.ts';

const action = {
  id: 'acme_update_person',
  inputSchema: {
    type: 'object',
    properties: {
      path: { type: 'object', properties: { id: { type: 'string' } }, required: ['id'] },
      query: { type: 'object', properties: { dry: { type: 'boolean' } } },
      body: {
        type: 'object',
        properties: { id: { type: 'string' }, name: { type: 'string' }, path_id: { type: 'string' } },
        required: ['name'],
      },
    },
    required: ['path'],
  },
} as unknown as CompiledAction;

describe('the arguments of a tool', () => {
  it('are grouped, prefixed, or prefixed where two groups hold the same name', () => {
    expect(argumentsSchema(action, 'nested')).toBe(action.inputSchema);
    expect(argumentsSchema(action, 'flat_prefixed')).toMatchObject({
      properties: { path_id: {}, query_dry: {}, body_id: {}, body_name: {}, body_path_id: {} },
      required: ['path_id'],
    });
    const smart = argumentsSchema(action, 'flat_smart')['properties'] as object;
    expect(Object.keys(smart)).toEqual(['path_id', 'dry', 'body_id', 'name', 'body_path_id']);
  });

  it('go where the schema says', () => {
    expect(
      groupArguments({ path_id: '1', dry: true, body_id: '2', name: 'A', body_path_id: '3' }, 'flat_smart', action),
    ).toEqual({
      path: { id: '1' },
      query: { dry: true },
      body: { id: '2', name: 'A', path_id: '3' },
    });
    expect(groupArguments({ path_id: '1', query_dry: true, body_name: 'A' }, 'flat_prefixed', action)).toEqual({
      path: { id: '1' },
      query: { dry: true },
      body: { name: 'A' },
    });
    expect(groupArguments({ path: { id: '1' }, other: 2 }, 'nested', action)).toEqual({
      path: { id: '1' },
      body: { other: 2 },
    });
  });

  it('that no input is called are read as groups or belong to the body', () => {
    expect(groupArguments({ path: { id: '1' }, other: 2, name: 'A' }, 'flat_smart', action)).toEqual({
      path: { id: '1' },
      body: { other: 2, name: 'A' },
    });
    expect(groupArguments({ a: 1 }, 'flat_smart', undefined)).toEqual({ body: { a: 1 } });
  });

  it('are grouped in time however many there are', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, at) => [`a${at}`, at]));
    for (const style of PARAM_STYLES) expect(groupArguments(many, style, action)).toEqual({ body: many });
  });

  it('keep their groups when these are empty, and the later of two by one name', () => {
    expect(groupArguments({ body: {}, query: {} }, 'nested', action)).toEqual({ body: {}, query: {} });
    expect(groupArguments({ name: 'A', body: { name: 'B' } }, 'nested', action)).toEqual({ body: { name: 'B' } });
    expect(groupArguments({ body: { name: 'B', x: 1 }, name: 'A' }, 'nested', action)).toEqual({
      body: { name: 'A', x: 1 },
    });
    expect(groupArguments({ body_name: 'A', body: { name: 'B' } }, 'flat_prefixed', action)).toEqual({
      body: { name: 'A' },
    });
  });
});
