import { type Command, Option } from 'commander';
import { createKey, deleteKey, type KeyView, listKeys, rotateKey, switchKey } from '../../control/index.ts';
import { DEFAULT_SCOPES, SCOPES } from '../../platform/api-keys/index.ts';
import { installation } from '../installation.ts';
import type { Output } from '../output.ts';
import { plain, shortTime, table } from '../table.ts';
import { duration, moment } from '../times.ts';

interface Common {
  readonly json?: true;
  readonly project?: string;
}

/** Members that are there: absent options may not travel as members without a value. */
const given = <Options extends object>(options: Options) =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as {
    [Name in keyof Options]: Exclude<Options[Name], undefined>;
  };

const list = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);

function statusOf(key: KeyView): string {
  if (!key.enabled) return 'disabled';
  if (key.expires_at !== null && Date.parse(key.expires_at) <= Date.now()) return 'expired';
  return key.replaced_by === null ? 'enabled' : 'replaced';
}

const nameOf = ({ id, name }: KeyView): string => `API key ${id} ("${plain(name)}")`;

/** `patchbay keys …`: the API keys of the installation, also while the server runs. */
export function keysCommand(program: Command, output: Output): void {
  const keys = program.command('keys').description('make, list, disable, delete and rotate API keys');
  const add = (name: string, description: string, project = 'only among the keys of this project'): Command =>
    keys
      .command(name)
      .description(description)
      .option('--project <id>', project)
      .option('--json', 'print the result as JSON');
  const onKey = (name: string, description: string): Command =>
    add(name, description).argument('<key>', 'its id, or a beginning of its id or value that no other key has');
  const printMade = (made: { readonly key: string }, json: true | undefined, told: readonly string[]): void => {
    output.out(json === true ? JSON.stringify(made) : made.key);
    if (json !== true) output.err(['', ...told, 'The key is shown this once: keep it in a safe place.'].join('\n'));
  };

  add(
    'create',
    'make an API key; prints the key alone to stdout: KEY=$(patchbay keys create --name ci)',
    'project it belongs to (patchbay projects list); may be left out when there is only one',
  )
    .requiredOption('--name <name>', 'what the key is for; cannot be changed later')
    .option(
      '--scopes <list>',
      `what it may do, with commas between: ${SCOPES.join(', ')} (default: ${DEFAULT_SCOPES.join(',')})`,
      list,
    )
    .option(
      '--expires <when>',
      'when it ends: a date (2031-01-31), a date and time, or a length of time such as 90d (default: never)',
      (text) => moment(text),
    )
    .action(async (options: Common & { name: string; scopes?: string[]; expires?: number }) => {
      const { json, expires, ...rest } = options;
      const made = await installation().run(createKey, given({ ...rest, expires_at: expires }));
      const end = made.expires_at === null ? '' : ` It ends at ${made.expires_at}.`;
      printMade(made, json, [`Made ${nameOf(made)} with ${made.scopes.join(', ')}.${end}`]);
    });

  add('list', 'list the API keys with scopes, state, last use and end').action(async ({ json, project }: Common) => {
    const found = await installation().run(listKeys, given({ project }));
    if (json === true) output.out(JSON.stringify(found));
    else if (found.length === 0) output.err('There are no API keys. Make one with: patchbay keys create --name <name>');
    else {
      const rows = found.map((key) => [
        key.id,
        key.name,
        `${key.prefix}…`,
        statusOf(key),
        shortTime(key.last_used_at, 'never'),
        shortTime(key.expires_at, 'never'),
        key.project_id,
        key.scopes.length === SCOPES.length ? 'all' : key.scopes.join(','),
      ]);
      output.out(table(['ID', 'NAME', 'KEY', 'STATUS', 'LAST USED', 'ENDS', 'PROJECT', 'SCOPES'], rows));
    }
  });

  for (const [verb, enabled, description] of [
    ['enable', true, 'let a disabled key work again'],
    ['disable', false, 'make calls with a key fail until it is enabled again'],
  ] as const) {
    onKey(verb, description).action(async (key: string, { json, project }: Common) => {
      const changed = await installation().run(switchKey, { key, enabled, ...given({ project }) });
      output.out(json === true ? JSON.stringify(changed) : `${nameOf(changed)} is ${verb}d.`);
    });
  }

  onKey('delete', 'delete a key for good').action(async (key: string, { json, project }: Common) => {
    const deleted = await installation().run(deleteKey, { key, ...given({ project }) });
    output.out(json === true ? JSON.stringify(deleted) : `${nameOf(deleted)} is deleted.`);
  });

  onKey('rotate', 'make a new value under the same name and scopes; the old one works until the overlap ends')
    .addOption(
      new Option('--overlap <time>', 'how long the old value keeps working, such as 30m or 0')
        .argParser(duration)
        .default(duration('24h'), '24h'),
    )
    .option(
      '--expires <when>',
      'when the new value ends, as for create (default: after as long as the old one was made for)',
      (text) => moment(text),
    )
    .action(async (key: string, options: Common & { overlap: number; expires?: number }) => {
      const { json, project, overlap, expires } = options;
      const made = await installation().run(rotateKey, {
        key,
        overlap_ms: overlap,
        ...given({ project, expires_at: expires }),
      });
      printMade(made, json, [
        `Made ${nameOf(made)} with ${made.scopes.join(', ')}.`,
        `The old value (${made.replaces.id}) works until ${made.replaces.expires_at}.`,
      ]);
    });
}
