import { describe, expect, it } from 'vitest';
import { loadDemo } from '../../execute/testing/harness.ts';

const schemaOf = (inputs: unknown[], more: Record<string, unknown> = {}) =>
  loadDemo({
    actions: [
      {
        actionId: 'act',
        label: 'Act',
        description: 'Acts.',
        inputs,
        steps: [
          {
            stepId: 's',
            description: 'S.',
            stepFunction: { functionName: 'static_values', parameters: { values: 1 } },
          },
        ],
        ...more,
      },
    ],
  }).actions.get('demo_act')?.inputSchema;

const input = (name: string, type: string, place: string, more: Record<string, unknown> = {}) => ({
  name,
  type,
  in: place,
  description: `The ${name}.`,
  required: false,
  ...more,
});

describe('the input schema of an action', () => {
  it('groups inputs, and says which are required and which groups take no others', () => {
    expect(schemaOf([input('id', 'string', 'path', { required: true }), input('size', 'number', 'query')])).toEqual({
      type: 'object',
      properties: {
        path: {
          type: 'object',
          properties: { id: { type: 'string', description: 'The id.' } },
          required: ['id'],
          additionalProperties: false,
        },
        query: { type: 'object', properties: { size: { type: 'number', description: 'The size.' } } },
      },
      required: ['path'],
      additionalProperties: false,
    });
  });

  it('says nothing where there are no inputs', () => {
    expect(schemaOf([])).toEqual({ type: 'object', properties: {}, additionalProperties: false });
  });

  it('uses only words that every JSON Schema validator knows', () => {
    const schema = schemaOf([
      input('when', 'datetime_string', 'body'),
      input('site', 'string', 'body', { rules: { format: 'url', errorMessage: 'no' } }),
      input('at', 'string', 'body', { rules: { format: 'datetime', pattern: 'x', minLength: 1, maxLength: 9 } }),
      input('n', 'number', 'body', { rules: { min: 1, max: 2 } }),
      input('e', 'enum', 'body', { oneOf: { values: ['a', 'b'] } }),
      input('status', 'enum', 'body', { oneOf: { ref: 'employment_status' } }),
      input('l', 'boolean', 'body', { array: true }),
      input('o', 'object', 'body', {
        array: true,
        properties: [{ name: 'x', type: 'string', description: 'X.', required: true }],
      }),
      input('v', 'string', 'body', {
        type: undefined,
        variants: [{ type: 'string', description: 'As text.' }, { type: 'number' }],
      }),
    ]) as { properties: { body: { properties: Record<string, unknown> } } };
    expect(schema.properties.body.properties).toEqual({
      when: { type: 'string', format: 'date-time', description: 'The when.' },
      site: { type: 'string', format: 'uri', pattern: '^[hH][tT][tT][pP][sS]?://', description: 'The site.' },
      at: { type: 'string', minLength: 1, maxLength: 9, pattern: 'x', format: 'date-time', description: 'The at.' },
      n: { type: 'number', minimum: 1, maximum: 2, description: 'The n.' },
      e: { type: 'string', enum: ['a', 'b'], description: 'The e.' },
      status: {
        type: 'string',
        enum: ['active', 'inactive', 'terminated', 'pending', 'leave'],
        description: 'The status.',
      },
      l: { type: 'array', items: { type: 'boolean' }, description: 'The l.' },
      o: {
        type: 'array',
        items: { type: 'object', properties: { x: { type: 'string', description: 'X.' } }, required: ['x'] },
        description: 'The o.',
      },
      v: { anyOf: [{ type: 'string', description: 'As text.' }, { type: 'number' }], description: 'The v.' },
    });
  });

  it.each([
    [{ actionType: 'list' }, 'query'],
    [{ actionType: 'create' }, 'body'],
    [{ actionType: 'custom', entrypointHttpMethod: 'get' }, 'query'],
    [{ actionType: 'create', entrypointUrl: '/a/:x' }, 'path'],
    [{ actionType: 'list', entrypointUrl: '/a/{x}/b' }, 'path'],
  ])('puts inputs whose author does not say so where %j suggests: %s', (more, group) => {
    const { in: _in, ...anywhere } = input('x', 'string', 'body');
    expect(Object.keys(schemaOf([anywhere], more)?.['properties'] as object)).toEqual([group]);
  });

  it('keeps values of enums that are not texts', () => {
    const schema = schemaOf([input('e', 'enum', 'body', { oneOf: { values: [1, 2] } })]) as {
      properties: { body: { properties: Record<string, unknown> } };
    };
    expect(schema.properties.body.properties['e']).toEqual({ enum: [1, 2], description: 'The e.' });
  });

  it('is frozen and made once', () => {
    const action = loadDemo({
      actions: [
        {
          actionId: 'act',
          label: 'Act',
          description: 'Acts.',
          inputs: [input('a', 'string', 'body')],
          steps: [
            {
              stepId: 's',
              description: 'S.',
              stepFunction: { functionName: 'static_values', parameters: { values: 1 } },
            },
          ],
        },
      ],
    }).actions.get('demo_act');
    expect(action?.inputSchema).toBe(action?.inputSchema);
    expect(Object.isFrozen(action?.inputSchema['properties'])).toBe(true);
  });
});
