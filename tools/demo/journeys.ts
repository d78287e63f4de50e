/** What the demo does with each connector: one read action that shows something a person recognises. */
export interface DemoJourney {
  readonly action: string;
  readonly query: Readonly<Record<string, unknown>>;
  /** A short line about one record. */
  readonly line: (record: Readonly<Record<string, unknown>>) => string;
}

const words = (...parts: unknown[]): string =>
  parts.filter((part) => typeof part === 'string' && part !== '').join(' ');

export const JOURNEYS: Readonly<Record<string, DemoJourney>> = {
  '15five': {
    action: '15five_list_objectives',
    query: { page_size: 5, state: 'active' },
    line: ({ description, percentage }) => `${String(description)} (${String(percentage)} %)`,
  },
  humaans: {
    action: 'humaans_list_people',
    query: { page_size: 5, status: 'active' },
    line: (person) => `${words(person['firstName'], person['lastName'])} <${String(person['email'])}>`,
  },
  lattice: {
    action: 'lattice_list_goals',
    query: { page_size: 5, state: 'active' },
    line: ({ name, status }) => `${String(name)} (${String(status)})`,
  },
  nutshell: {
    action: 'nutshell_list_leads',
    query: { page_size: 5, sort: '-value' },
    line: ({ name, value, status }) =>
      `${words(name, (value as { readonly formatted?: unknown } | null)?.formatted)} (${String(status)})`,
  },
};
