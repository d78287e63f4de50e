import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import { call, failedAnswer } from '../http/answer.ts';
import { buildRequest, compileCall } from '../http/call.ts';
import { compileReader, shapeData } from '../http/read-data.ts';
import { succeeded } from '../outcome.ts';
import { type Fields, isRecord } from '../records.ts';

/** The `request` step function: one HTTP call; output `{data, raw, statusCode, message?}`. */
export function compileRequest(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileCall(parameters, scope);
  const response = isRecord(parameters['response']) ? parameters['response'] : {};
  const read = compileReader(response['dataKey'], scope);
  const collection = response['collection'] === true;
  const indexField = typeof response['indexField'] === 'string' ? response['indexField'] : undefined;
  const expectation = read === undefined && indexField === undefined ? 'anything' : 'data';
  return async (state) => {
    const args = program.argumentsOf(state.block);
    const answer = await call(state, program, buildRequest(program, state, args), expectation);
    if (answer.failure !== undefined) return failedAnswer(answer.failure, answer);
    const body = answer.data;
    const data = shapeData(read === undefined ? body : read(body, state.block), collection, indexField);
    const { raw, status: statusCode, message } = answer;
    return succeeded(message === undefined ? { data, raw, statusCode } : { data, raw, statusCode, message });
  };
}
