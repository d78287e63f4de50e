import { describe, expect, it } from 'vitest';
import { connectorWith, method } from '../testing/connector.ts';
import { select, showsSection, showsStep } from './selection.ts';

const way = method({ scopes: ['base'] });
const connector = connectorWith({
  methods: [way],
  actions: { read: ['things:read'], write: ['things:read', 'things:write'], free: [], hidden_check: ['secret'] },
  scopes: { 'things:write': 'Change things.', 'things:read': 'View things.', unused: 'Nobody needs it.' },
});
const nothing = { actions: [], scopes: [] };
const step = (applicableScopes?: readonly string[]) => ({
  title: 'Step',
  content: '',
  ...(applicableScopes === undefined ? {} : { applicableScopes }),
});

describe('what can be chosen', () => {
  it('are the actions that need scopes, hidden ones left out', () => {
    expect(select(connector, way, nothing).choices).toEqual([
      { id: 'lathe_read', label: 'Do read', scopes: ['things:read'] },
      { id: 'lathe_write', label: 'Do write', scopes: ['things:read', 'things:write'] },
    ]);
  });

  it('lists the scopes that are needed by anything, in the order and words of the connector', () => {
    expect(select(connector, way, nothing).scopes).toEqual([
      { name: 'things:write', description: 'Change things.' },
      { name: 'things:read', description: 'View things.' },
      { name: 'base', description: '' },
    ]);
  });

  it('takes the scopes an action names for the way to connect', () => {
    const [id, action] = [...connector.actions][0]!;
    const other = { ...connector, actions: new Map([[id, { ...action, authRequirements: { custom: ['special'] } }]]) };
    expect(select(other, way, nothing).choices[0]!.scopes).toEqual(['special']);
    expect(select(other, method({ key: 'constructor' }), nothing).choices[0]!.scopes).toEqual(['things:read']);
  });
});

describe('what was chosen', () => {
  it('is nothing at first, and then everything is shown', () => {
    const selection = select(connector, way, nothing);
    expect(selection.needed).toBeUndefined();
    expect(showsStep(step(['things:write']), selection)).toBe(true);
  });

  it.each([
    [{ actions: ['lathe_read'], scopes: [] }, ['base', 'things:read']],
    [{ actions: ['lathe_write'], scopes: [] }, ['base', 'things:read', 'things:write']],
    [{ actions: [], scopes: ['things:write'] }, ['base', 'things:write']],
    [{ actions: ['lathe_read'], scopes: ['things:write'] }, ['base', 'things:read', 'things:write']],
  ])('%j needs %j', (asked, needed) => {
    expect([...select(connector, way, asked).needed!].sort()).toEqual(needed);
  });

  it('leaves out what the connector does not know', () => {
    const asked = { actions: ['lathe_hidden_check', '<script>', '__proto__'], scopes: ['secret', 'unused'] };
    expect(select(connector, way, asked)).toMatchObject({ needed: undefined, named: [] });
  });

  it('hides steps and sections of other scopes, and sections that are left without steps', () => {
    const selection = select(connector, way, { actions: ['lathe_read'], scopes: [] });
    expect(showsStep(step(), selection)).toBe(true);
    expect(showsStep(step([]), selection)).toBe(true);
    expect(showsStep(step(['things:read', 'x']), selection)).toBe(true);
    expect(showsStep(step(['things:write']), selection)).toBe(false);
    const section = { title: 'S', content: '' };
    expect(showsSection({ ...section, applicableScopes: ['things:write'] }, selection)).toBe(false);
    expect(showsSection({ ...section, steps: [step(['things:write'])] }, selection)).toBe(false);
    expect(showsSection({ ...section, steps: [step(['things:write']), step()] }, selection)).toBe(true);
    expect(showsSection({ ...section, steps: [] }, selection)).toBe(true);
  });
});
