import type { Command } from 'commander';
import { refusal, type ServerOptions, serverOptions, withApi } from '../api-client.ts';
import type { Output } from '../output.ts';

/** `patchbay delete <key>`: remove a custom connector, with all its versions, from a server. */
export function deleteCommand(program: Command, output: Output): void {
  const command = program
    .command('delete')
    .argument('<key>', 'key of the connector, such as acme')
    .description('delete a custom connector, with all its versions, from a server')
    .option('--force', 'delete it although linked accounts use it');
  serverOptions(command).action(
    async (key: string, options: ServerOptions & { readonly force?: boolean }, self: Command) => {
      await withApi(options, self, async (api) => {
        const query = options.force === true ? '?force=true' : '';
        const answer = await api('DELETE', `/connectors/${encodeURIComponent(key)}${query}`);
        const error = answer.status === 204 ? undefined : refusal(answer);
        if (error !== undefined) process.exitCode = 1;
        if (options.json === true)
          output.out(JSON.stringify({ key, deleted: error === undefined, ...(error && { error }) }));
        else if (error === undefined) output.out(`✓ ${key} deleted`);
        else output.err(`✗ ${error.message}`);
      });
    },
  );
}
