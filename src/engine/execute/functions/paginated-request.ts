import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { Value } from '../../compile/value.ts';
import { stepPosition } from '../cursor/action-cursor.ts';
import { type Answer, call, failedAnswer } from '../http/answer.ts';
import { buildRequest, compileCall } from '../http/call.ts';
import { compileReader, indexBy, type Reader } from '../http/read-data.ts';
import { headerOf } from '../http/response.ts';
import type { Outcome, StepNote } from '../outcome.ts';
import { type Fields, isRecord, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';
import { applyPlace, compileIterator, type PagePosition, pageBudget, positionFrom, walkPages } from './paging.ts';

/** Finds the token of the following page in the body of an answer or in its headers. */
export type TokenReader = (body: unknown, answer: Answer, state: RunState) => unknown;

/** Compiles where the token of the following page is. */
export function compileTokenReader(response: Readonly<Fields>, scope: CompileScope): TokenReader | undefined {
  const { nextKey, nextKeyIn } = response;
  const read = compileReader(nextKey, scope);
  if (read === undefined || typeof nextKey !== 'string') return undefined;
  if (nextKeyIn !== 'headers') {
    return (body, _answer, { block }) => (isRecord(body) ? read(body, block) : undefined);
  }
  const isName = !nextKey.includes('{{') && !nextKey.includes('$');
  return (_body, { raw: { headers } }, { block }) =>
    isName ? headerOf(headers, nextKey.trim().toLowerCase()) : read(headers, block);
}

/** Where the step goes on: its own `cursor` parameter, else its place in the caller's cursor. */
export function startOf(cursor: Value | undefined, state: RunState, stepIndex: number): PagePosition {
  if (cursor !== undefined) {
    const given = cursor.get(state.block);
    return positionFrom(ownValue(given, 'token'), ownValue(given, 'position'));
  }
  const { providerPageCursor, position } = stepPosition(state, stepIndex);
  return positionFrom(providerPageCursor, position);
}

/** Ends the walk over pages when one of them fails. */
export class PageFailure extends Error {
  readonly outcome: Outcome;

  constructor(outcome: Outcome) {
    super('page failed');
    this.outcome = outcome;
  }
}

interface Walk {
  readonly notes: StepNote[];
  readonly raw: unknown[];
  status: number;
}

function recordsOf(answer: Answer, read: Reader | undefined, state: RunState, walk: Walk): readonly unknown[] {
  const found = read === undefined ? answer.data : read(answer.data, state.block);
  if (Array.isArray(found)) return found;
  walk.notes.push({ message: 'The page holds no list of records where the connector expects it; it counts as empty.' });
  return [];
}

/**
 * The `paginated_request` step function: as many calls as it takes to gather `page_size` records; output
 * `{data, raw: [exchange…], statusCode, next?, position?}`.
 */
export function compilePaginatedRequest(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const { certificates: _certificates, ...common } = parameters;
  const program = compileCall(common, scope);
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const read = compileReader(response['dataKey'], scope);
  const readToken = compileTokenReader(response, scope);
  const iterator = compileIterator(parameters['iterator'], scope);
  const cursor = parameters['cursor'] === undefined ? undefined : parameter(parameters['cursor'], scope);
  const indexField = typeof response['indexField'] === 'string' ? response['indexField'] : undefined;
  const pageSize = scope.action.cursor?.pageSize;

  return async (state) => {
    const walk: Walk = { notes: [], raw: [], status: 200 };
    const fetch = async (place: unknown) => {
      const args = program.argumentsOf(state.block);
      applyPlace(iterator, args, place);
      const answer = await call(state, program, buildRequest(program, state, args), 'data');
      if (answer.failure !== undefined) throw new PageFailure(failedAnswer(answer.failure, answer));
      walk.raw.push(answer.raw);
      walk.status = answer.status;
      return {
        records: recordsOf(answer, read, state, walk),
        next: readToken?.(answer.data, answer, state),
        continues: iterator.continues(answer.data),
      };
    };
    try {
      const start = startOf(cursor, state, scope.stepIndex);
      const budget = pageBudget(state.block.inputs, pageSize);
      const found = await walkPages(iterator, start, budget, readToken !== undefined, fetch);
      if (found.repeated) walk.notes.push({ message: 'The provider sent the same page again; the list ends there.' });
      return {
        successful: true,
        notes: walk.notes,
        output: {
          data: indexField === undefined ? found.records : indexBy(found.records, indexField),
          raw: walk.raw,
          statusCode: walk.status,
          ...(found.next === undefined ? {} : { next: found.next }),
          ...(found.position === undefined ? {} : { position: found.position }),
        },
      };
    } catch (error) {
      if (error instanceof PageFailure) return error.outcome;
      throw error;
    }
  };
}
