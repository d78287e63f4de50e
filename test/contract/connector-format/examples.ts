import { type ConnectorFiles, formatDiagnostics, loadConnector } from '../../../src/engine/index.ts';
import { connectorAround, FRAGMENTS, type Fragment } from './fragments.ts';
import type { Block, Page } from './pages.ts';

/** An example in YAML: a connector, or a part of one, and what is done with it where the page shows that. */
export interface Example {
  readonly at: string;
  readonly files: ConnectorFiles;
  readonly play?: Play;
}

/** What is done with an example, from the blocks behind it. */
export interface Play {
  /** `run` an action, `oauth` sign-in, `refresh` of credentials, or `route` of a delivery. */
  readonly how: string;
  readonly actionId: string;
  /** Whether the example is steps alone: then inputs are not checked. */
  readonly isSteps: boolean;
  readonly compat: 'patchbay' | 'published';
  /** The `json` blocks before the outcome, by the word behind `json`. */
  readonly given: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly http: string | undefined;
  /** What the page shows: the word behind `json`, and the value. */
  readonly outcome: string;
  readonly expected: unknown;
}

const PLAYS = new Set(['run', 'oauth', 'refresh', 'route']);
const OUTCOMES = new Set(['result', 'output', 'issues', 'oauth', 'refresh', 'routing']);

const isYaml = (block: Block, word: string): boolean => block.words[0] === 'yaml' && block.words[1] === word;

const fragmentOf = (block: Block): Fragment | undefined =>
  FRAGMENTS.find((fragment) => isYaml(block, `fragment:${fragment}`));

function playOf(block: Block, following: readonly Block[]): Play | undefined {
  const how = block.words.find((word) => PLAYS.has(word));
  if (how === undefined) return undefined;
  const given: Record<string, Record<string, unknown>> = {};
  let http: string | undefined;
  for (const next of following) {
    const [language, word = ''] = next.words;
    if (language === 'http') http = next.text;
    else if (language !== 'json') break;
    else if (!OUTCOMES.has(word)) given[word] = JSON.parse(next.text) as Record<string, unknown>;
    else {
      return {
        how,
        actionId: [...block.text.matchAll(/^\s*- actionId: (\w+)/gm)].at(-1)?.[1] ?? 'example',
        isSteps: fragmentOf(block) === 'step',
        compat: block.words.includes('published') ? 'published' : 'patchbay',
        given,
        http,
        outcome: word,
        expected: JSON.parse(next.text),
      };
    }
  }
  throw new Error(`${block.at}: the example is played, but no outcome follows it`);
}

/** The YAML examples of a page. */
export function examplesOf({ blocks }: Page): Example[] {
  return blocks.flatMap((block, index) => {
    const fragment = fragmentOf(block);
    if (fragment === undefined && !isYaml(block, 'connector')) return [];
    const following = blocks.slice(index + 1);
    const play = playOf(block, following);
    const files =
      fragment === undefined
        ? filesFrom(block, following)
        : connectorAround(fragment, block.text, play?.given['inputs'] ?? {});
    return [{ at: block.at, files, ...(play === undefined ? {} : { play }) }];
  });
}

/** A main file with the partials that follow it. */
function filesFrom(main: Block, following: readonly Block[]): ConnectorFiles {
  const files: Record<string, string> = { 'demo.connector.s1.yaml': main.text };
  for (const block of following) {
    if (!isYaml(block, 'partial')) break;
    files[`${block.words[2]}.s1.partial.yaml`] = block.text;
  }
  return files;
}

/** What loading an example says; empty when there is nothing to say. */
export const findingsOf = ({ files }: Example): string => formatDiagnostics(loadConnector(files).diagnostics, files);
