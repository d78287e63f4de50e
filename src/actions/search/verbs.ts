/** What an action does to records, as far as wording tells. */
export type Verb = 'list' | 'get' | 'create' | 'update' | 'delete';

const VERBS: Readonly<Record<Verb, readonly string[]>> = {
  list: [
    'list',
    'show',
    'all',
    'every',
    'everyone',
    'everybody',
    'find',
    'search',
    'which',
    'who',
    'browse',
    'see',
    'many',
    'export',
    'any',
    'what',
  ],
  get: ['get', 'fetch', 'retrieve', 'read', 'detail', 'details', 'single', 'specific', 'particular', 'lookup', 'one'],
  create: [
    'create',
    'add',
    'new',
    'make',
    'book',
    'post',
    'give',
    'register',
    'log',
    'write',
    'onboard',
    'schedule',
    'send',
    'record',
    'define',
    'upload',
    'request',
    'submit',
    'set up',
    'hire',
    'assign',
    'draft',
    'enter',
  ],
  update: [
    'update',
    'change',
    'edit',
    'modify',
    'set',
    'rename',
    'correct',
    'move',
    'mark',
    'adjust',
    'fix',
    'replace',
    'close',
    'raise',
    'extend',
    'put',
    'approve',
    'accept',
    'decline',
    'reject',
    'reopen',
    'promote',
  ],
  delete: [
    'delete',
    'remove',
    'cancel',
    'drop',
    'erase',
    'withdraw',
    'discard',
    'rid',
    'deactivate',
    'offboard',
    'terminate',
  ],
};

const VERB_OF = new Map(
  (Object.entries(VERBS) as [Verb, readonly string[]][]).flatMap(([verb, words]) => words.map((word) => [word, verb])),
);

/** Words that tell one of several writing actions from the others, whatever else they say. */
const NARROW: Readonly<Record<string, readonly string[]>> = {
  approve: ['approve', 'accept', 'confirm', 'grant'],
  decline: ['decline', 'reject', 'deny', 'refuse', 'turn'],
  upload: ['upload', 'attach'],
  deactivate: ['deactivate', 'offboard', 'disable', 'block'],
  restore: ['restore', 'undelete', 'recover', 'undo', 'bring'],
  reopen: ['reopen'],
  submit: ['submit', 'finish', 'hand'],
  export: ['export', 'csv', 'spreadsheet', 'download'],
  close: ['close', 'win', 'won', 'lost', 'lose'],
  import: ['import', 'bulk'],
  watch: ['watch', 'follow', 'unwatch', 'subscribe'],
};

/** The one word for words of {@link NARROW} that mean the same. */
export const NARROW_OF: ReadonlyMap<string, string> = new Map(
  Object.entries(NARROW).flatMap(([name, words]) => words.map((word) => [word, name] as const)),
);

/** Words that are verbs at the start of a wish and something else behind it: "show new people", "list open requests". */
const LOOSE = new Set([
  'new',
  'open',
  'log',
  'request',
  'record',
  'set',
  'raise',
  'put',
  'close',
  'schedule',
  'change',
  'draft',
  'one',
  'fix',
  'move',
  'post',
]);

const READS = new Set<Verb>(['list', 'get']);
const SINGULAR = /\b(an?|this|that|one|by id|with id|with the id|id)\b/;

/** Verbs that a query asks for, the first one being what it is about. */
export function verbOfQuery(words: readonly string[], text: string): Verb | undefined {
  const found = words.map((word) => VERB_OF.get(word)).filter((verb) => verb !== undefined);
  // "Show me ..." and "find ..." introduce; a writing verb behind them is what is meant.
  const writing = found.find((verb) => !READS.has(verb));
  const first = found[0];
  if (writing !== undefined && (first === undefined || !READS.has(first))) return writing;
  const plain = words.filter((word) => !LOOSE.has(word)).map((word) => VERB_OF.get(word));
  const clearly = plain.find((verb) => verb !== undefined && !READS.has(verb));
  if (clearly !== undefined) return clearly;
  if (/\b(by|with) (the )?id\b/.test(text)) return 'get';
  if (first === 'list' && SINGULAR.test(text) && !/\b(all|every|list)\b/.test(text)) return undefined;
  return first;
}

/** The verb of an action: what its connector says, else the first word of its id. */
export function verbOfAction(actionType: string, actionId: string): Verb | undefined {
  const word = actionId.split('_', 1)[0] ?? '';
  return VERB_OF.get(word) ?? VERB_OF.get(actionType);
}

/** How well what an action does fits what was asked for, from 0 to 1. */
export function verbFit(asked: Verb | undefined, does: Verb | undefined): number {
  if (asked === undefined) return does === 'list' ? 0.95 : does === 'get' ? 0.92 : 0.75;
  if (asked === does) return 1;
  if (does === undefined) return 0.8;
  if (READS.has(asked) && READS.has(does)) return 0.85;
  return READS.has(asked) === READS.has(does) ? 0.6 : 0.5;
}
