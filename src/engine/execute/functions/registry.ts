import type { StepRunner } from '../../compile/program-of.ts';
import type { CompileScope } from '../../compile/scope.ts';
import type { FieldDefinition } from '../../definition.ts';
import type { Fields } from '../records.ts';
import { compileDownloadFile } from './download-file.ts';
import { compileEmitEvent } from './emit-event.ts';
import { compileGroupData } from './group-data.ts';
import { compileMapFields } from './map-fields.ts';
import { compileMapFieldsV1 } from './map-fields-v1.ts';
import { compileMcpRequest } from './mcp-request.ts';
import { compilePaginatedRequest } from './paginated-request.ts';
import { compileRequest } from './request.ts';
import { compileSignJwt } from './sign-jwt.ts';
import { compileSoapRequest } from './soap.ts';
import { compileSoapPaginated } from './soap-paginated.ts';
import { compileStaticValues } from './static-values.ts';
import { compileTypecast, compileTypecastV1 } from './typecast.ts';
import { compileUnavailable } from './unavailable.ts';
import { compileUploadBinary, compileUploadFile } from './uploads.ts';

/**
 * Compiles the parameters of a step function.
 * @param fields `parameters.fields` in the normalised form, where it is a list of fields
 */
export type StepFunction = (
  parameters: Readonly<Fields>,
  scope: CompileScope,
  fields: readonly FieldDefinition[] | undefined,
) => StepRunner;

/** Every step function by `name@version`. */
export const STEP_FUNCTIONS: Readonly<Record<string, StepFunction>> = {
  'request@1': compileRequest,
  'paginated_request@1': compilePaginatedRequest,
  'group_data@1': compileGroupData,
  'map_fields@1': compileMapFieldsV1,
  'map_fields@2': compileMapFields,
  'typecast@1': compileTypecastV1,
  'typecast@2': compileTypecast,
  'static_values@1': compileStaticValues,
  'soap_request@1': compileSoapRequest,
  'soap_paginated_request@1': compileSoapPaginated,
  'upload_file@1': compileUploadFile,
  'upload_binary@1': compileUploadBinary,
  'download_file@1': compileDownloadFile,
  'emit_event@1': compileEmitEvent,
  'sign_jwt@1': compileSignJwt,
  'mcp_request@1': compileMcpRequest,
  'code_execution_lambda@1': compileUnavailable('code_execution_lambda', 'functions in the makers’ cloud'),
  'browser_use@1': compileUnavailable('browser_use', 'a remote browser'),
};
