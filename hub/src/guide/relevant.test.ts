import { describe, expect, it } from 'vitest';
import { readGuide } from '../api/read-connector.ts';
import type { Guide } from '../model/connector.ts';
import { relevantSections } from './relevant.ts';

const guide = readGuide({
  sections: [
    {
      title: 'Always',
      steps: [
        { title: 'One' },
        { title: 'Write only', applicableScopes: ['write'] },
        { title: 'Pick scopes', displayScopes: true },
        { title: 'Pick the write scope', displayScopes: ['write'] },
      ],
    },
    { title: 'Write', applicableScopes: ['write', 'admin'], content: 'Mind.' },
    { title: 'All steps write', steps: [{ title: 'W', applicableScopes: ['write'] }] },
    { title: 'Notes', list: ['x'] },
  ],
}) as Guide;

const read = { name: 'read', description: '' };
const write = { name: 'write', description: 'Change data.' };
const titles = (scopes: Parameters<typeof relevantSections>[1]) =>
  relevantSections(guide, scopes).map((section) => [section.title, ...section.steps.map((step) => step.title)]);

describe('the guide for the scopes that are needed', () => {
  it('leaves out sections and steps for others', () => {
    expect(titles([read])).toEqual([['Always', 'One', 'Pick scopes', 'Pick the write scope'], ['Notes']]);
  });

  it('shows them when one of their scopes is needed', () => {
    expect(titles([write])).toEqual([
      ['Always', 'One', 'Write only', 'Pick scopes', 'Pick the write scope'],
      ['Write'],
      ['All steps write', 'W'],
      ['Notes'],
    ]);
  });

  it('keeps what is for everyone when no scope is needed', () => {
    expect(titles([])[0]).toEqual(['Always', 'One', 'Pick scopes', 'Pick the write scope']);
  });

  it('lists the needed scopes where asked to, limited to those named', () => {
    const [section] = relevantSections(guide, [read, write]);
    expect(section?.steps.map((step) => step.scopes.map((scope) => scope.name))).toEqual([
      [],
      [],
      ['read', 'write'],
      ['write'],
    ]);
  });

  it('lists all needed scopes where none of those named is needed', () => {
    const [section] = relevantSections(guide, [read]);
    expect(section?.steps.at(-1)?.scopes).toEqual([read]);
  });

  it('names a step the same, whatever else is shown', () => {
    const id = (scopes: Parameters<typeof relevantSections>[1]) =>
      relevantSections(guide, scopes)[0]?.steps.find((step) => step.title === 'Pick scopes')?.id;
    expect(id([read])).toBe(id([write]));
  });
});
