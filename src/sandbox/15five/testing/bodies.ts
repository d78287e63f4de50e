import type { Client } from './company.ts';

/** Ids of the demonstration company that bodies refer to. */
export interface Ids {
  readonly user: number;
  readonly group: number;
  readonly keyResult: number;
}

export async function readIds(client: Client): Promise<Ids> {
  const first = async (path: string) => (await client.get(path)).json.results[0];
  return {
    user: (await client.get('/user/?page=2')).json.results[5].id,
    group: (await first('/group/')).id,
    keyResult: (await first('/objective/')).key_results[0].id,
  };
}

const BOUNDARY = 'part-of-a-form';

/** A file in a form, as text with its content type. */
export const fileForm = (text: string, fields: Readonly<Record<string, string>> = {}) => ({
  type: `multipart/form-data; boundary=${BOUNDARY}`,
  body: [
    ...Object.entries(fields).map(
      ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    ),
    `--${BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="people.csv"\r\nContent-Type: text/csv\r\n\r\n${text}\r\n`,
    `--${BOUNDARY}--\r\n`,
  ].join(''),
});

let made = 0;

/** A body that each writing operation takes, time and again. */
export const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'PUT /user/:id/': () => ({ title: 'Lead' }),
  'POST /attribute/': () => ({ name: `Shirt size ${++made}`, datatype: 'text' }),
  'POST /attribute_value/': () => ({ name: 'Cost centre', value: 'CC-9' }),
  'POST /objective/': ({ user }) => [
    { description: 'Learn to sail', start_ts: '2026-03-01', end_ts: '2026-06-30', scope: 'individual', user_id: user },
  ],
  'POST /key-result/:id/update-value/': () => ({ current_value: 3 }),
  'POST /high-five/': ({ user }) => ({ text: 'Thanks to friend@elsewhere.example for the boat', creator_id: user }),
  'POST /priority/': ({ user }) => [{ user_id: user, text: 'Scrub the deck' }],
  'POST /vacation/': ({ user }) => ({ user, start_dt: '2026-07-01', end_dt: '2026-07-10' }),
  'PUT /vacation/:id/': ({ user }) => ({ user, start_dt: '2026-07-01', end_dt: '2026-07-10' }),
  'PATCH /vacation/:id/': () => ({ note: 'At sea' }),
};
