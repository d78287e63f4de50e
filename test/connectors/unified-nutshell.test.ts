import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runAction } from '../../src/engine/index.ts';
import { sheet } from './conformance/sheets/nutshell.ts';
import { openWorld, type World } from './conformance/world.ts';

// biome-ignore lint/suspicious/noExplicitAny: answers of every shape are looked into
type Any = any;
type Row = Readonly<Record<string, Any>>;

let world: World;

const actionOf = (name: string) => world.connector.actions.get(`nutshell_${name}`)!;
const everything = async (path: string): Promise<Row[]> =>
  Object.values(await world.ask(`${path}?page[limit]=5000`)).find(Array.isArray)!;

async function run(
  name: string,
  inputs: Readonly<Record<string, Row>>,
): Promise<{ data: Any; next: Any; urls: string[] }> {
  const { result, requests } = await world.run(actionOf(name), inputs);
  if (!result.successful) throw new Error(`${name} failed: ${result.message}`);
  return { data: result.data, next: result.next, urls: requests.map(({ url }) => decodeURIComponent(url)) };
}

async function walk(name: string, page_size: number): Promise<Row[]> {
  const rows: Row[] = [];
  let next: string | null | undefined;
  do {
    const page = await run(name, { query: { page_size, ...(next ? { next } : {}) } });
    rows.push(...page.data);
    next = page.next;
  } while (next);
  return rows;
}

/** Runs an action against a provider that answers every request with one body. */
const answeredWith = (name: string, inputs: Row, body: unknown) =>
  runAction(actionOf(name), {
    inputs,
    credentials: { username: 'a@b.example', apiKey: 'k' },
    authenticationType: 'custom',
    environment: 'production',
    transport: async ({ url }) => ({
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify(body)),
      url,
    }),
  });

const valuesOf = (members: readonly Row[]): unknown[] => members.map(({ value }) => value);
const numbersOf = (phones: readonly Row[]): unknown[] => phones.map(({ value }) => value.E164 ?? value.numberFormatted);
const PLACES: Readonly<Record<string, string>> = { office: 'work', work: 'work', business: 'work', home: 'home' };
const addressesOf = (addresses: readonly Row[]): Row[] =>
  addresses.map(({ name, value }) => ({
    street_1: value.address_1,
    street_2: value.address_2,
    city: value.city,
    state: value.state,
    zip_code: value.postalCode,
    country: { value: value.country ?? 'unmapped_value', source_value: value.country },
    location_type: { value: PLACES[name] ?? 'unmapped_value', source_value: name },
  }));

const madeAt = ({ createdTime }: Row): Row =>
  createdTime === undefined ? {} : { created_at: new Date(createdTime * 1_000).toISOString() };

const expectedContact = ({ id, links, ...person }: Row): Row => ({
  id,
  remote_id: id,
  first_name: person['firstName'],
  last_name: person['lastName'],
  emails: valuesOf(person['emails']),
  phone_numbers: numbersOf(person['phones']),
  account_ids: links.accounts,
  remote_account_ids: links.accounts,
  ...madeAt(person),
  unified_custom_fields: {
    name: person['name'],
    job_title: person['jobTitle'],
    description: person['description'],
    urls: valuesOf(person['urls']),
    addresses: addressesOf(person['addresses']),
    owner_id: links.owner,
    territory_id: links.territory,
    tag_ids: links.tags,
    url_in_nutshell: person['htmlUrl'],
  },
});

function expectedAccount({ id, links, ...company }: Row, industries: ReadonlyMap<string, string>): Row {
  const url = company['urls'].find(({ isPrimary }: Row) => isPrimary) ?? company['urls'][0];
  return {
    id,
    remote_id: id,
    name: company['name'],
    description: company['description'],
    ...(url === undefined ? {} : { website: url.value }),
    ...(company['revenue'] ? { annual_revenue: company['revenue'].amount } : {}),
    industries: links.industry === null ? [] : [industries.get(links.industry)],
    phone_numbers: numbersOf(company['phones']),
    addresses: addressesOf(company['addresses']),
    owner_id: links.owner,
    remote_owner_id: links.owner,
    ...madeAt(company),
    unified_custom_fields: {
      employee_count: company['employeeCount'],
      emails: valuesOf(company['emails']),
      contact_ids: links.contacts,
      account_type_id: links.accountType,
      territory_id: links.territory,
      tag_ids: links.tags,
      url_in_nutshell: company['htmlUrl'],
    },
  };
}

/** A single record, which says when it was made; records of lists do not. */
const one = async (path: string): Promise<Row> =>
  (Object.values(await world.ask(path)).find(Array.isArray) as Row[])[0]!;

const industryNames = async (): Promise<ReadonlyMap<string, string>> =>
  new Map((await everything('/industries')).map(({ id, name }) => [id, name]));

beforeAll(async () => {
  world = await openWorld('nutshell', sheet);
});
afterAll(() => world.close());
beforeEach(() => world.clean());

describe('list_crm_contacts', () => {
  it('maps every person, member by member', async () => {
    const people = await everything('/contacts');
    const rows = await walk('list_crm_contacts', 250);
    expect(rows).toHaveLength(people.length);
    for (const [index, person] of people.entries())
      expect(rows[index], person['name']).toEqual(expectedContact(person));
    const counts = new Set(people.map(({ phones }) => phones.length));
    expect([...counts].sort()).toEqual(expect.arrayContaining([0, 1, 2]));
  });

  it('finds people by email and by words', async () => {
    const [person] = (await everything('/contacts')).filter(({ emails }) => emails.length > 0);
    const email = person!['emails'][0].value;
    const { data } = await run('list_crm_contacts', { query: { email } });
    expect(data.map(({ id }: Row) => id)).toContain(person!['id']);
    const { urls } = await run('list_crm_contacts', { query: { q: 'Aarav', page_size: 5 } });
    expect(urls[0]).toContain('&q=Aarav');
  });

  it('answers with an empty list where nobody fits', async () => {
    const { data, next } = await run('list_crm_contacts', { query: { email: 'nobody@nowhere.example' } });
    expect({ data, next }).toEqual({ data: [], next: null });
  });
});

describe('get_crm_contact', () => {
  it('gives the record as the list does, and when it was made', async () => {
    const people = await everything('/contacts');
    for (const wanted of [0, 1, 2]) {
      const person = people.find(({ phones }) => phones.length === wanted)!;
      const { data } = await run('get_crm_contact', { path: { id: person['id'] } });
      expect(data).toEqual(expectedContact(await one(`/contacts/${person['id']}`)));
      expect(data.created_at).toMatch(/^20\d\d-.*Z$/);
    }
  });

  it('takes one id, of a person', () => {
    const check = (id: string) => actionOf('get_crm_contact').validateInputs({ path: { id } }).ok;
    expect(check('87-contacts')).toBe(true);
    expect(check('87-contacts,88-contacts')).toBe(false);
    expect(check('31-accounts')).toBe(false);
  });

  it.each([
    ['an envelope', (row: Row) => ({ contacts: [row] })],
    ['a bare list', (row: Row) => [row]],
    ['bare', (row: Row) => row],
  ])(
    'reads a record in %s, with the time it was made and numbers without an international form',
    async (_title, wrap) => {
      const row = {
        id: '1-contacts',
        firstName: 'A',
        createdTime: 1_700_000_000,
        phones: [
          { name: 'work', value: { E164: '+15550100', numberFormatted: '555-0100' } },
          { name: 'desk', value: { E164: null, numberFormatted: 'ext. 12' } },
        ],
        emails: [{ value: 'a@b.example' }, { value: 'c@d.example' }],
        addresses: [
          { name: 'Home', value: { city: 'Paris', country: 'FR' } },
          { name: 'attic', value: { country: '??' } },
        ],
        links: { accounts: [] },
      };
      expect(await answeredWith('get_crm_contact', { id: '1-contacts' }, wrap(row))).toMatchObject({
        successful: true,
        data: {
          id: '1-contacts',
          created_at: '2023-11-14T22:13:20.000Z',
          phone_numbers: ['+15550100', 'ext. 12'],
          emails: ['a@b.example', 'c@d.example'],
          account_ids: [],
          unified_custom_fields: {
            addresses: [
              {
                city: 'Paris',
                country: { value: 'FR', source_value: 'FR' },
                location_type: { value: 'home', source_value: 'Home' },
              },
              {
                country: { value: 'unmapped_value', source_value: '??' },
                location_type: { value: 'unmapped_value', source_value: 'attic' },
              },
            ],
          },
        },
      });
    },
  );
});

describe('list_crm_accounts', () => {
  it('maps every company, member by member, with its industry by name', async () => {
    const [companies, industries] = [await everything('/accounts'), await industryNames()];
    const rows = await walk('list_crm_accounts', 130);
    expect(rows).toHaveLength(companies.length);
    for (const [index, company] of companies.entries())
      expect(rows[index], company['name']).toEqual(expectedAccount(company, industries));
    expect(companies.some(({ links }) => links.industry === null)).toBe(true);
    expect(companies.some(({ links }) => links.industry !== null)).toBe(true);
  });

  it('reads the names of industries once for a page', async () => {
    const { urls } = await run('list_crm_accounts', { query: { page_size: 150 } });
    expect(urls.filter((url) => url.includes('/industries'))).toHaveLength(1);
    expect(urls).toHaveLength(3);
  });
});

describe('get_crm_account', () => {
  it('gives the record as the list does, and when it was made', async () => {
    const [companies, industries] = [await everything('/accounts'), await industryNames()];
    const samples = [companies[0]!, companies.find(({ links }) => links.industry !== null)!, companies.at(-1)!];
    for (const company of samples) {
      const { data } = await run('get_crm_account', { path: { id: company['id'] } });
      expect(data).toEqual(expectedAccount(await one(`/accounts/${company['id']}`), industries));
      expect(data.created_at).toMatch(/^20\d\d-.*Z$/);
    }
  });
});
