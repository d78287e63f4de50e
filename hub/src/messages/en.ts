/** Every text of the hub in English. The other languages have the same keys. */
export const en = {
  language: 'en',

  // frame
  hub: 'Connect a tool',
  back: 'Back',
  backToList: 'Back to all tools',
  testSession: 'Test session',
  testSessionHint: 'Accounts linked here are test accounts.',
  madeWith: 'Linking by Patchbay',
  encrypted: 'What you enter is stored encrypted.',

  // list
  listTitle: 'Connect a tool',
  listFor: (owner: string) => `Pick the tool ${owner} uses. You need an account there.`,
  listForYou: 'Pick the tool you use. You need an account there.',
  search: 'Search tools',
  clearSearch: 'Clear search',
  categories: 'Category',
  allCategories: 'All',
  category: (key: string): string => CATEGORIES.get(key) ?? key,
  results: (count: number) => (count === 1 ? '1 tool' : `${count} tools`),
  emptyTitle: 'No tools are set up yet',
  emptyText:
    'Whoever sent you here has not enabled any tool for this link. Ask them to enable one and open the link again.',
  nothingTitle: 'No tool matches',
  nothingFor: (query: string) => `Nothing is called “${query}” here.`,
  nothingInCategory: 'Nothing in this category.',
  clearFilters: 'Clear filters',
  loadingList: 'Loading the tools',
  loadingForm: (name: string) => (name === '' ? 'Loading' : `Loading ${name}`),

  // form
  connectTitle: (name: string) => `Connect ${name}`,
  editTitle: (name: string) => `Update ${name}`,
  connectFor: (owner: string) => `For ${owner}`,
  connect: (name: string) => `Connect ${name}`,
  save: 'Test and save',
  noFields: (name: string) => `Nothing to fill in. Press Connect to link ${name}.`,
  signInNext: (name: string) => `${name} opens in a new window, where you sign in and agree.`,
  testedFirst: (name: string) => `Tested with ${name} before it is stored, and stored encrypted.`,
  optional: 'optional',
  showValue: 'Show what was entered',
  hideValue: 'Hide what was entered',
  copy: 'Copy',
  copied: 'Copied',
  copyValue: 'Copy this value',
  copyRequestId: 'Copy the request id',
  choose: 'Choose…',
  storedSecret: (end: string) => (end === '' ? 'Stored and hidden' : `Stored and hidden, ends in ${end}`),
  replaceSecret: 'Edit',
  replaceSecretLabel: 'Edit the stored value',
  keepSecret: 'Keep the stored one',
  tidied: 'Removed spaces or line breaks that were copied along.',
  moreAbout: 'More about this field',
  demo: 'Use demo credentials',
  demoHint: 'This is a test session: try it without an account of your own.',
  demoUsed: (name: string) => `Filled in: ${name}`,
  fixFields: (count: number) =>
    count === 1 ? 'One field needs your attention.' : `${count} fields need your attention.`,

  // field errors
  required: (label: string) => `Enter the ${label}.`,
  requiredChoice: (label: string) => `Choose the ${label}.`,
  digits: (label: string) => `${label} consists of digits only.`,
  pattern: (label: string, example: string) =>
    example === ''
      ? `This does not look like the ${label}. Check that all of it was copied, and nothing else.`
      : `This does not look like the ${label}. It should look like “${example}”.`,
  domain: (label: string, expected: string) => `${label} has to contain ${expected}.`,
  formats: new Map([
    ['email', 'Enter an e-mail address, such as ada@example.com.'],
    ['url', 'Enter a web address that starts with https://.'],
    ['uri', 'Enter an address that starts with its kind, such as https:.'],
    ['uuid', 'Enter an id of the form 123e4567-e89b-12d3-a456-426614174000.'],
    ['date', 'Enter a date as year-month-day, such as 2026-01-31.'],
    ['datetime', 'Enter a date and time, such as 2026-01-31T09:30:00Z.'],
  ]) as ReadonlyMap<string, string>,
  notAnOption: 'Choose one of the options.',
  tooLong: 'This is longer than any key. Check what was pasted.',

  // guide
  guide: 'Connection guide',
  guideSteps: (count: number) => (count === 1 ? '1 step' : `${count} steps`),
  guideDone: (done: number, count: number) => `${done} of ${count} done`,
  showGuide: 'Show',
  hideGuide: 'Hide',
  showGuideLabel: 'Show the guide',
  hideGuideLabel: 'Hide the guide',
  skipGuide: 'Skip to the form',
  openGuidePage: 'Open the guide in a new tab',
  stepDone: (title: string) => `Done: ${title}`,
  scopesNeeded: 'Permissions needed',
  before: 'Before you start',
  picture: (alt: string) => (alt === '' ? 'Open the picture' : `Open the picture: ${alt}`),
  newTab: 'opens in a new tab',

  // connecting
  testing: (name: string) => `Testing the connection with ${name}`,
  testingText: 'This takes a few seconds.',
  testingSlow: (name: string) => `${name} takes longer than usual to answer. Still waiting.`,
  opening: (name: string) => `Opening ${name}`,
  waiting: (name: string) => `Sign in to ${name}`,
  waitingText: (name: string) => `Go on in the window of ${name}. This page continues by itself.`,
  cancel: 'Cancel',
  waitingSlow: 'Closed the window, or cannot find it? Cancel and start again.',

  // success
  connected: (name: string) => `${name} is connected`,
  updated: (name: string) => `${name} is updated`,
  connectedAs: 'Connected as',
  connectedFor: 'For',
  connectedAccount: 'Account',
  connectedWith: 'With',
  limits: 'What these credentials cannot do',
  successText: (name: string) => `The connection with ${name} was tested and works.`,
  done: 'Done',

  // trouble with the sign-in window
  signInTitle: (name: string) => `Not connected to ${name}`,
  blocked: 'Your browser blocked the sign-in window. Allow pop-up windows for this site, then press Connect again.',
  cancelled: 'The sign-in was cancelled. Press Connect to start again.',
  attemptExpired: 'The sign-in took too long and was closed. Press Connect to start again.',
  signInRefused: (name: string) => `${name} did not agree to the connection.`,

  // trouble
  problemTitles: {
    credentials_invalid: () => 'Check the marked fields',
  } as Readonly<Record<string, (name: string) => string>>,
  notConnected: (name: string) => `${name} is not connected yet`,
  loadFailed: 'This could not be loaded',
  network: 'No answer: the connection was lost. Check your internet connection, then try again.',
  networkWhileLinking:
    'The connection was lost before the answer came, so it is not known whether the account was linked. Trying again does no harm.',
  timeout: 'The answer took too long. Try again in a moment.',
  unavailable: 'The service is not available at the moment. Try again in a moment.',
  unreadable: 'The answer could not be read. If it stays so, pass the details on to whoever sent you here.',
  howToFix: 'What to do',
  checkGuide:
    'Check that all of it was pasted and that it is still valid, then compare with the connection guide, above all the permissions it needs.',
  details: 'Details',
  providerAnswered: (name: string) => `${name} answered`,
  requestId: 'Request id',
  retry: 'Try again',

  // sessions
  noTokenTitle: 'This page has no link token',
  noTokenText: 'Open the complete link you were given. If it came from an app, go back there and start again.',
  endedTitles: {
    expired: 'This link has expired',
    used: 'This link was already used',
    unknown: 'This link is not valid',
  },
  endedTexts: {
    expired: 'Links work for a limited time. Ask whoever sent it for a new one; nothing you entered was stored.',
    used: 'An account was linked with it. To link another one, ask for a new link.',
    unknown: 'Check that the whole address was copied, or ask whoever sent it for a new link.',
  },

  // hosted page
  pageTitle: (project: string) => (project === '' ? 'Connect a tool' : `Connect a tool to ${project}`),
  pageFor: (project: string, owner: string) => (owner === '' ? project : `${project} for ${owner}`),
  closeTab: 'You can close this tab.',
  pageDone: 'All done',
};

/** Names of the categories known to the wire contract; others are shown as they come. */
const CATEGORIES: ReadonlyMap<string, string> = new Map([
  ['accounting', 'Accounting'],
  ['ats', 'Recruiting'],
  ['crm', 'CRM'],
  ['documents', 'Documents'],
  ['hris', 'HR'],
  ['iam', 'Identity'],
  ['lms', 'Learning'],
  ['marketing', 'Marketing'],
  ['messaging', 'Messaging'],
  ['scheduling', 'Scheduling'],
  ['screening', 'Screening'],
  ['ticketing', 'Ticketing'],
]);

/** The texts of one language. */
export type Messages = typeof en;
