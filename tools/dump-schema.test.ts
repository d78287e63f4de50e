import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SEALED_COLUMNS } from '../src/storage/sealing/stored-keys.ts';
import { forEachDatabase } from '../src/storage/testing/databases.ts';
import { dumpFile, dumpSchema } from './dump-schema.ts';

describe('the committed schema', () => {
  forEachDatabase((open, { kind }) => {
    it('is what the migrations make (`node tools/dump-schema.ts` renews it)', async () => {
      expect(await dumpSchema(await open())).toBe(readFileSync(dumpFile(kind), 'utf8'));
    });

    it('comes out the same for every database', async () => {
      expect(await dumpSchema(await open())).toBe(await dumpSchema(await open()));
    });
  });

  it('makes every table of the embedded database strict', () => {
    const text = readFileSync(dumpFile('sqlite'), 'utf8');
    expect(text.match(/^CREATE TABLE/gm)!.length).toBeGreaterThan(8);
    expect(text.match(/^\) strict;/gm)!.length).toBe(text.match(/^CREATE TABLE/gm)!.length);
  });

  it('has the same tables and columns on both databases', () => {
    const shape = (text: string): string[] => {
      const tables = [...text.matchAll(/^create table "?(\w+)"? \((.*?)^\)/gims)];
      return tables.flatMap(([, table, body]) =>
        [...body!.matchAll(/^ {2}"?(?!constraint )(\w+)"? /gm)].map(([, column]) => `${table}.${column}`),
      );
    };
    const sqlite = shape(readFileSync(dumpFile('sqlite'), 'utf8'));
    expect(sqlite).toContain('accounts.credentials_sealed');
    expect(shape(readFileSync(dumpFile('postgres'), 'utf8'))).toEqual(sqlite);
  });

  it('names every sealed column in the list that the check of the keys goes through', () => {
    const text = readFileSync(dumpFile('sqlite'), 'utf8');
    expect(new Set(text.match(/"\w+_sealed"/g))).toEqual(new Set(SEALED_COLUMNS.map(({ column }) => `"${column}"`)));
  });
});
