import { fileURLToPath } from 'node:url';
import type { Command } from 'commander';
import { readConfig } from '../../config.ts';
import type { Output } from '../output.ts';

/** Lies beside the bundle; there is none when the sources run as they are. */
const PREPARED = fileURLToPath(new URL('./connectors.json', import.meta.url));

/** Longest time a clean stop may take before the process ends anyway, in milliseconds; a request may last 60 s. */
const PATIENCE = 70_000;

/** What is printed once the server answers. */
export function welcome(
  server: {
    readonly publicUrl: string;
    readonly firstApiKey: string | undefined;
    readonly firstOperator?: { readonly email: string; readonly password: string } | undefined;
  },
  sandbox: boolean,
): string {
  const lines = ['', `Patchbay is ready on ${server.publicUrl}`, ''];
  if (server.firstApiKey !== undefined) {
    lines.push(
      '  First API key, with every scope, shown this once (keep it in a safe place):',
      '',
      `    ${server.firstApiKey}`,
      '',
    );
  }
  if (server.firstOperator !== undefined) {
    const { email, password } = server.firstOperator;
    lines.push(
      '  Operator login, shown this once (docs/operators.md says how to sign in and change the password):',
      '',
      `    ${email}  ${password}`,
      '',
    );
  }
  const { publicUrl } = server;
  lines.push(`  Connection guides:   ${publicUrl}/guides`, `  API reference:       ${publicUrl}/reference`);
  if (sandbox) lines.push(`  Provider emulators:  ${publicUrl}/sandbox (with demo credentials)`);
  if (server.firstApiKey !== undefined) {
    lines.push(
      '',
      '  Next: README.md, "From key to first action". Another key: npm run -s patchbay -- keys create --name <name>',
    );
  }
  lines.push('');
  return lines.join('\n');
}

/** `patchbay start`: serve until SIGTERM or SIGINT, then finish what is under way and exit 0. */
export function startCommand(program: Command, output: Output): void {
  program
    .command('start')
    .description('start the server')
    .addHelpText(
      'after',
      [
        '',
        'Without settings it serves on http://localhost:4400 and keeps its data in .patchbay. Variables of the environment',
        'change that: PATCHBAY_PORT, PATCHBAY_HOST, PATCHBAY_PUBLIC_URL, PATCHBAY_DATA_DIR, PATCHBAY_DATABASE_URL and others.',
        'docs/self-hosting.md lists all of them.',
      ].join('\n'),
    )
    .action(async () => {
      const config = readConfig();
      // Loaded here, so that the commands of connector authors start at once.
      const { startServer } = await import('../../main.ts');
      const server = await startServer(config, { prepared: PREPARED });
      let stopping = false;
      const stop = (signal: NodeJS.Signals): void => {
        if (stopping) return;
        stopping = true;
        output.err(`${signal}: finishing what is under way.`);
        setTimeout(() => process.exit(1), PATIENCE).unref();
        server.close().then(
          () => process.exit(0),
          (error: unknown) => {
            output.err(String(error));
            process.exit(1);
          },
        );
      };
      process.once('SIGTERM', stop);
      process.once('SIGINT', stop);
      output.out(welcome(server, config.sandbox));
    });
}
