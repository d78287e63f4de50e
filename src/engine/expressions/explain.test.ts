import { describe, expect, it } from 'vitest';
import { explain } from './index.ts';

const context = { user: { name: 'Ann', email: null, tags: ['a'] }, users: [{ id: 1 }] };

describe('explain', () => {
  it.each([
    ['$.user.nmae', "Key 'nmae' not found at '$.user'. Available keys: name, email, tags"],
    ['$.usr.name', "Key 'usr' not found at '$'. Available keys: user, users"],
    ['{{user.nmae}}', "Key 'nmae' not found at '$.user'. Available keys: name, email, tags"],
    ['$.user.name.first', "Key 'first' not found at '$.user.name'. Available keys: none"],
    ['$.user.email.domain', "Key 'domain' not found at '$.user.email'. Available keys: none"],
    ['$.user.tags[3]', "Key '3' not found at '$.user.tags'. Available keys: 0"],
    ['{{users.idd}}', "Key 'idd' not found at '$.users'. Available keys: id"],
  ])('says where %s ends', (source, message) => {
    expect(() => explain(source, context)).toThrow(message);
  });

  it('gives the value where there is one, null included', () => {
    expect(explain('$.user.name', context)).toBe('Ann');
    expect(explain('$.user.email', context)).toBeNull();
    expect(explain('{{users.id}}', context)).toBe(1);
  });

  it('leaves undefined what is no plain path', () => {
    expect(explain('$.users[*].nmae', context)).toBeUndefined();
    expect(explain('{{user.nmae ?? user.nope}}', context)).toBeUndefined();
  });

  it('fails as the expression does', () => {
    expect(() => explain('$user', context)).toThrow('Invalid JSON path: "$user"');
    expect(() => explain('', context)).toThrow('Empty expression');
  });

  it('names a few keys of many, and takes any context', () => {
    const many = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, 1]));
    expect(() => explain('$.x', many)).toThrow(/Available keys: k0, .*k29, … \(100\)$/);
    expect(() => explain('$.x', null)).toThrow("Key 'x' not found at '$'. Available keys: none");
  });
});
