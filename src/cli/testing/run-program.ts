import { createProgram } from '../program.ts';

/** Runs the command line in this process. @returns what it wrote and the code it would exit with */
export async function runProgram(...args: string[]) {
  const seen = { out: '', err: '' };
  const program = createProgram({ out: (text) => (seen.out += `${text}\n`), err: (text) => (seen.err += `${text}\n`) });
  let code = 0;
  await program.parseAsync(args, { from: 'user' }).catch((error: { exitCode?: number }) => {
    if (error.exitCode === undefined) throw error;
    code = error.exitCode;
  });
  const result = { ...seen, code: code || Number(process.exitCode ?? 0) };
  process.exitCode = 0;
  return result;
}
