/** Longest answer that is printed whole. */
const SHOWN = 600;

const paint = (code: number) => (text: string) =>
  process.stdout.isTTY && !process.env['NO_COLOR'] ? `\u001b[${code}m${text}\u001b[0m` : text;
const [bold, dim, green] = [paint(1), paint(2), paint(32)];

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const indent = (text: string): string =>
  text
    .split('\n')
    .map((line) => `    ${line}`)
    .join('\n');

const shortened = (value: unknown): string => {
  const text = JSON.stringify(value, null, 2);
  return text.length <= SHOWN ? text : `${text.slice(0, SHOWN)}\n… (${text.length} characters in all)`;
};

/** A heading of the demo. */
export const chapter = (title: string): void => print(`\n${bold(title)}`);

/** A line of result. */
export const result = (text: string): void => print(green(`  ${text}`));

/**
 * Makes a real HTTP call and prints it with its answer.
 * @throws Error when the answer is not 2xx
 */
export async function tell(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: unknown,
): Promise<unknown> {
  const shown = Object.entries(headers).map(
    ([name, value]) => `${name}: ${/authorization|token/.test(name) ? `${value.slice(0, 14)}…` : value}`,
  );
  print(dim(`  → ${method} ${url}`));
  if (shown.length > 0) print(dim(indent(shown.join('\n'))));
  if (body !== undefined)
    print(dim(indent(JSON.stringify(body, (name, value) => (/apiKey|token/i.test(name) ? '…' : value)))));
  const response = await fetch(url, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  print(`  ← ${response.status} ${response.statusText}`);
  print(indent(shortened(answer)));
  if (!response.ok) throw new Error(`${method} ${url} answered ${response.status}.`);
  return answer;
}
