import { certificates } from '../blocks/authorization.ts';
import { list } from '../kinds/collections.ts';
import { expression, template } from '../kinds/expressions.ts';
import { optional, required } from '../kinds/mapping.ts';
import { bool, choice, number, text } from '../kinds/scalars.ts';
import { response } from './request.ts';
import { checkBaseUrl, commonKeys, exactCondition, method, strictText, url } from './request-parts.ts';
import { may, must, type ParameterTable, table } from './table.ts';

const uploadKeys = {
  ...commonKeys,
  url: required(url),
  method: may(method),
  response: may(response),
  certificates: may(certificates),
  encodeQueryParams: may(bool),
};

const file = table({
  what: 'the file of an upload',
  keys: {
    fieldName: required(strictText),
    content: required(strictText),
    filename: required(strictText),
    contentType: optional(expression()),
  },
});

const formField = table({
  what: 'an additional field',
  keys: {
    name: required(strictText),
    value: required(template()),
    condition: optional(exactCondition),
    contentType: optional(expression()),
  },
});

/** `upload_file`, version 1. */
export const uploadFile: ParameterTable = {
  what: 'the parameters of upload_file',
  keys: { ...uploadKeys, file: must(file), additionalFields: may(list(formField, 'fields')) },
  check: checkBaseUrl,
};

/** `upload_binary`, version 1. */
export const uploadBinary: ParameterTable = {
  what: 'the parameters of upload_binary',
  keys: {
    ...uploadKeys,
    binaryContent: must(
      table({
        what: 'the binary content',
        keys: { content: required(strictText), contentType: optional(expression()) },
      }),
    ),
  },
  check: checkBaseUrl,
};

const downloadResponse = table({
  what: 'the response of a download',
  keys: {
    dataKey: optional(text()),
    fileNameKey: optional(text()),
    contentTypeKey: optional(text()),
    contentType: optional(expression()),
    contentIsBase64: may(bool),
    urlKey: optional(text()),
    forwardAuth: may(bool),
  },
});

/** `download_file`, version 1. */
export const downloadFile: ParameterTable = {
  what: 'the parameters of download_file',
  keys: {
    ...commonKeys,
    url: required(url),
    method: may(method),
    responseMode: may(choice(['buffer', 'stream'])),
    responseType: may(choice(['arraybuffer', 'blob', 'text', 'json'])),
    encoding: may(choice(['base64', 'utf8', 'binary', 'raw', 'none'])),
    response: may(downloadResponse),
    maxRedirects: may(number({ min: 0, integer: true })),
    followRedirects: may(bool),
    encodeQueryParams: may(bool),
    certificates: may(certificates),
  },
  check: checkBaseUrl,
};
