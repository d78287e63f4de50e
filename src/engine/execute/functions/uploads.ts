import type { StepRunner } from '../../compile/program-of.ts';
import { type CompileScope, parameter } from '../../compile/scope.ts';
import type { Scope } from '../../compile/value.ts';
import { bytesFromBase64 } from '../files/base64.ts';
import { call, failedAnswer } from '../http/answer.ts';
import { compileCondition, type Holds } from '../http/args.ts';
import { buildRequest, type CallProgram, compileCall, type OwnBody } from '../http/call.ts';
import { encodeMultipart, type FormPart } from '../http/multipart.ts';
import { type Outcome, succeeded } from '../outcome.ts';
import { type Fields, isMissing, isRecord, ownValue } from '../records.ts';
import type { RunState } from '../state.ts';

/** The data of an upload's answer; `dataKey` names a member at the top only. */
const dataAt = (body: unknown, dataKey: unknown): unknown =>
  typeof dataKey === 'string' && dataKey !== '' ? ownValue(body, dataKey) : body;

async function send(state: RunState, program: CallProgram, body: OwnBody, dataKey: unknown): Promise<Outcome> {
  const args = program.argumentsOf(state.block);
  // The boundary is ours, so is the header that names it.
  if (body.contentType.startsWith('multipart/')) delete args.headers['content-type'];
  const answer = await call(state, program, buildRequest(program, state, args, body));
  if (answer.failure !== undefined) return failedAnswer(answer.failure, answer);
  const { raw, status: statusCode, message } = answer;
  return succeeded({
    data: dataAt(answer.data, dataKey),
    raw,
    statusCode,
    ...(message === undefined ? {} : { message }),
  });
}

interface ExtraField {
  readonly part: (scope: Scope) => FormPart | undefined;
}

function compileField(source: unknown, scope: CompileScope): ExtraField {
  const { name, value, condition, contentType } = isRecord(source) ? source : ({} as Fields);
  const [nameValue, valueValue, typeValue] = [name, value, contentType].map((item) => parameter(item, scope)) as [
    ReturnType<typeof parameter>,
    ReturnType<typeof parameter>,
    ReturnType<typeof parameter>,
  ];
  const holds: Holds | undefined = compileCondition(condition, scope);
  return {
    part: (block) => {
      if (holds !== undefined && !holds(block)) return undefined;
      const found = valueValue.get(block);
      if (found === undefined || found === null) return undefined;
      const type = typeValue.get(block);
      return {
        name: String(nameValue.get(block) ?? ''),
        content: typeof found === 'object' ? JSON.stringify(found) : String(found),
        ...(typeof type === 'string' ? { contentType: type } : {}),
      };
    },
  };
}

/** The `upload_file` step function: a multipart form, its fields before the file; output as of `request`. */
export function compileUploadFile(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileCall(parameters, scope, 'post');
  const file = parameter(parameters['file'], scope);
  const { additionalFields, response } = parameters;
  const fields = (Array.isArray(additionalFields) ? additionalFields : []).map((field) => compileField(field, scope));
  const dataKey = parameter(ownValue(response, 'dataKey'), scope);
  return async (state) => {
    const { fieldName, content, filename, contentType } = (file.get(state.block) ?? {}) as Fields;
    const bytes = bytesFromBase64(content, 'the file');
    const name = isMissing(filename) ? 'file' : String(filename);
    const parts = fields.map(({ part }) => part(state.block)).filter((part) => part !== undefined);
    parts.push({
      name: isMissing(fieldName) ? 'file' : String(fieldName),
      content: bytes,
      filename: name,
      contentType: isMissing(contentType) ? 'application/octet-stream' : String(contentType),
    });
    const form = encodeMultipart(parts);
    const shown = { fields: parts.slice(0, -1).map((part) => part.name), file: name, bytes: bytes.byteLength };
    return send(state, program, { ...form, content: shown }, dataKey.get(state.block));
  };
}

/** The `upload_binary` step function: the bytes alone as the body; output as of `request`. */
export function compileUploadBinary(parameters: Readonly<Fields>, scope: CompileScope): StepRunner {
  const program = compileCall(parameters, scope, 'post');
  const binary = parameter(parameters['binaryContent'], scope);
  const dataKey = parameter(ownValue(parameters['response'], 'dataKey'), scope);
  return async (state) => {
    const { content, contentType } = (binary.get(state.block) ?? {}) as Fields;
    const bytes = bytesFromBase64(content, 'binaryContent');
    const type = isMissing(contentType) ? 'application/octet-stream' : String(contentType);
    return send(
      state,
      program,
      { bytes, contentType: type, content: { bytes: bytes.byteLength } },
      dataKey.get(state.block),
    );
  };
}
