import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import { compileReader, indexBy } from '../http/read-data.ts';
import type { Outcome } from '../outcome.ts';
import { type Fields, isRecord } from '../records.ts';
import { compileTokenReader, PageFailure, startOf } from './paginated-request.ts';
import { applyPlace, compileIterator, pageBudget, walkPages } from './paging.ts';
import { callSoap, compileSoap } from './soap.ts';

const listOf = (found: unknown): readonly unknown[] =>
  found === undefined || found === null || found === '' ? [] : Array.isArray(found) ? found : [found];

/**
 * The `soap_paginated_request` step function: the envelope is evaluated for each page, where `pageIterator` is the token
 * of the page, empty for the first; a lone record counts as a list of one. Output as of `paginated_request`.
 */
export function compileSoapPaginated(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileSoap(parameters, scope);
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const read = compileReader(response['dataKey'], scope);
  const readToken = compileTokenReader(response, scope);
  const iterator = compileIterator(parameters['iterator'], scope);
  const cursor = parameters['cursor'] === undefined ? undefined : parameter(parameters['cursor'], scope);
  const indexField = typeof response['indexField'] === 'string' ? response['indexField'] : undefined;

  return async (state): Promise<Outcome> => {
    const raw: unknown[] = [];
    let statusCode = 200;
    const fetch = async (place: unknown) => {
      const made = await callSoap(program, state, { ...state.block, pageIterator: place ?? '' }, (args) =>
        applyPlace(iterator, args, place),
      );
      if (!made.ok) throw new PageFailure(made.outcome);
      raw.push(made.answer.raw);
      statusCode = made.answer.status;
      const { content } = made;
      return {
        records: listOf(read === undefined ? content : read(content, state.block)),
        next: readToken?.(content, made.answer, state),
        continues: iterator.continues(content),
      };
    };
    try {
      const budget = pageBudget(state.block.inputs, scope.action.cursor?.pageSize);
      const start = startOf(cursor, state, scope.stepIndex);
      const found = await walkPages(iterator, start, budget, readToken !== undefined, fetch);
      return {
        successful: true,
        output: {
          data: indexField === undefined ? found.records : indexBy(found.records, indexField),
          raw,
          statusCode,
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
