import type { Kind } from '../kinds/kind.ts';
import { downloadFile, uploadBinary, uploadFile } from './files.ts';
import { firstVersion, groupData, mapFields, staticValues, typecast } from './mapping.ts';
import { browserUse, codeExecution, emitEvent, mcpRequest, signJwt } from './others.ts';
import { paginatedRequest } from './paginated-request.ts';
import { request } from './request.ts';
import { soapPaginatedRequest, soapRequest } from './soap.ts';
import { type ParameterTable, table } from './table.ts';

/** Version → parameters of each step function of the format. */
export const STEP_FUNCTIONS: Readonly<Record<string, Readonly<Record<string, ParameterTable>>>> = {
  request: { 1: request },
  paginated_request: { 1: paginatedRequest },
  soap_request: { 1: soapRequest },
  soap_paginated_request: { 1: soapPaginatedRequest },
  group_data: { 1: groupData },
  map_fields: { 1: firstVersion('map_fields'), 2: mapFields },
  typecast: { 1: firstVersion('typecast'), 2: typecast },
  static_values: { 1: staticValues },
  upload_file: { 1: uploadFile },
  upload_binary: { 1: uploadBinary },
  download_file: { 1: downloadFile },
  emit_event: { 1: emitEvent },
  sign_jwt: { 1: signJwt },
  mcp_request: { 1: mcpRequest },
  code_execution_lambda: { 1: codeExecution },
  browser_use: { 1: browserUse },
};

const kinds = new Map<ParameterTable, Kind<object>>();

/** The kind of the parameters of a function. */
export function parametersOf(parameters: ParameterTable): Kind<object> {
  const known = kinds.get(parameters) ?? table(parameters);
  kinds.set(parameters, known);
  return known;
}
