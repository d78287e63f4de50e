import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readConnector, readGuide } from './read-connector.ts';

const read = (config: Record<string, unknown>, beside: Record<string, unknown> = {}) =>
  readConnector({ config: { key: 'acme', name: 'Acme', type: 'custom', configFields: [], ...config }, ...beside });

const field = (raw: Record<string, unknown>) => read({ configFields: [{ key: 'k', label: 'K', ...raw }] }).fields[0];

describe('the way to connect', () => {
  it('opens a sign-in window for OAuth with an authorization code, which is the default grant', () => {
    expect(read({ type: 'oauth2' }).opensSignIn).toBe(true);
    expect(read({ type: 'oauth2', grantType: 'authorization_code' }).opensSignIn).toBe(true);
  });

  it('asks for values in every other case', () => {
    expect(read({ type: 'oauth2', grantType: 'client_credentials' }).opensSignIn).toBe(false);
    expect(read({ type: 'custom' }).opensSignIn).toBe(false);
    expect(read({ type: 'oidc' }).opensSignIn).toBe(false);
  });
});

describe('a field', () => {
  it('counts as secret unless it says otherwise', () => {
    expect(field({ type: 'text' })?.secret).toBe(true);
    expect(field({ type: 'text', secret: false })?.secret).toBe(false);
    expect(field({ type: 'password', secret: false })?.secret).toBe(true);
  });

  it('is covered while typed when it is a password or plainly a secret', () => {
    expect(field({ type: 'password' })?.masked).toBe(true);
    expect(field({ type: 'text', secret: true })?.masked).toBe(true);
    expect(field({ type: 'text' })?.masked).toBe(false);
    expect(field({ type: 'text_area', secret: true })?.masked).toBe(false);
  });

  it('of an unknown type is a text field, so that a required one can be filled', () => {
    expect(field({ type: 'colour' })?.type).toBe('text');
    expect(field({})?.type).toBe('text');
  });

  it('prefers the help of its guide', () => {
    const raw = { description: 'a', tooltip: 'b', guide: { description: 'c', tooltip: 'd' } };
    expect(field(raw)).toMatchObject({ description: 'c', tooltip: 'd' });
    expect(field({ description: 'a', tooltip: 'b' })).toMatchObject({ description: 'a', tooltip: 'b' });
  });

  it('reads both notations of a rule, and none for a select', () => {
    expect(field({ validation: { type: 'html-pattern', pattern: '^a', error: 'No.' } })?.rule).toEqual({
      kind: 'pattern',
      pattern: '^a',
      error: 'No.',
    });
    expect(field({ validation: { type: 'domain', pattern: 'acme' } })?.rule).toMatchObject({ kind: 'domain' });
    expect(field({ validation: { format: 'email', errorMessage: 'No.' } })?.rule).toEqual({
      kind: 'format',
      format: 'email',
      error: 'No.',
    });
    expect(field({ type: 'select', validation: { pattern: '^a' } })?.rule).toBeUndefined();
    expect(field({ validation: {} })?.rule).toBeUndefined();
  });

  it('labels an option by its value when it has no label', () => {
    expect(field({ type: 'select', options: [{ value: 'eu' }, { label: 'US', value: 'us' }] })?.options).toEqual([
      { label: 'eu', value: 'eu' },
      { label: 'US', value: 'us' },
    ]);
  });

  it('without a key is left out', () => {
    expect(read({ configFields: [{ label: 'K' }, null, 'x'] }).fields).toEqual([]);
  });
});

describe('notices', () => {
  it('are informative and at the top unless they say otherwise; empty ones are left out', () => {
    const notices = read({
      configNotices: [
        { key: 'a', description: 'One.' },
        { key: 'b', type: 'warning', description: 'Two.', position: 'bottom', anchor: 'k' },
        { key: 'c', description: '' },
      ],
    }).notices;
    expect(notices).toEqual([
      { key: 'a', tone: 'info', text: 'One.', position: 'top', anchor: undefined },
      { key: 'b', tone: 'warning', text: 'Two.', position: 'bottom', anchor: 'k' },
    ]);
  });
});

describe('what stands beside the fields', () => {
  const extras = {
    guide: { warning: 'Mind.', sections: [] },
    scopes: [{ name: 'read', description: 'Read.' }, { description: 'nameless' }],
    demo_credentials: [{ name: 'Full', description: 'All.', fields: { k: 'v', n: 3 } }],
    environment: 'sandbox',
  };

  it.each([
    ['in the config', () => read(extras)],
    ['next to it', () => read({}, extras)],
  ])('is read %s', (_, make) => {
    const connector = make();
    expect(connector.guide?.warning).toBe('Mind.');
    expect(connector.scopes).toEqual([{ name: 'read', description: 'Read.' }]);
    expect(connector.demoCredentials.map((set) => ({ ...set, fields: { ...set.fields } }))).toEqual([
      { name: 'Full', description: 'All.', fields: { k: 'v', n: '3' } },
    ]);
    expect(connector.environment).toBe('sandbox');
  });
});

describe('a guide', () => {
  it('is nothing when it says nothing', () => {
    expect(readGuide(null)).toBeUndefined();
    expect(readGuide({ sections: [] })).toBeUndefined();
  });

  it('tells where the needed scopes are to be listed', () => {
    const steps = [
      { displayScopes: true },
      { displayScopes: ['a'] },
      { displayScopes: 'yes' },
      { displayScopes: [] },
      {},
    ];
    const read = readGuide({ sections: [{ title: 'S', steps }] })?.sections[0]?.steps ?? [];
    expect(read.map((step) => step.showScopes)).toEqual([true, true, true, false, false]);
    expect(read.map((step) => step.displayScopes)).toEqual([[], ['a'], [], [], []]);
  });

  it('keeps lists, pictures and applicable scopes', () => {
    const section = {
      title: 'S',
      content: 'C',
      list: ['x', 3],
      image: { src: '/a.png', alt: 'A' },
      applicableScopes: ['read'],
    };
    expect(readGuide({ sections: [section] })?.sections[0]).toEqual({
      title: 'S',
      content: 'C',
      list: ['x'],
      image: { src: '/a.png', alt: 'A' },
      applicableScopes: ['read'],
      steps: [],
    });
  });
});

it('whatever JSON arrives, reading a connector does not throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (config, guide) => {
      expect(() => readConnector({ config, guide })).not.toThrow();
    }),
  );
});
