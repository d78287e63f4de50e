import { madeConnector } from '../../support/made-connector.ts';
import { get, put, remove, type Walk } from './steps.ts';

const files = (more: object = {}) => ({
  files: {
    'walked.connector.s1.yaml': madeConnector({
      key: 'walked',
      version: '1.0.0',
      baseUrl: 'https://api.walked.example',
      ...more,
    }),
  },
});

/** The routes of connectors that projects bring themselves. */
export const REGISTRY: Readonly<Record<string, Walk>> = {
  'PUT /connectors/{key}': () => [
    put('/connectors/walked', files(), 201),
    put('/connectors/walked', files(), 200),
    put('/connectors/walked', { files: {} }, 400),
    put('/connectors/walked', { files: { 'walked.connector.s1.yaml': 'StackOne: 1.0.0' } }, 422),
    put('/connectors/other', files(), 422),
  ],
  'GET /connectors': () => [get('/connectors')],
  'GET /connectors/{key}': () => [
    get('/connectors/walked'),
    get('/connectors/walked?version=1.0.0'),
    get('/connectors/walked?version=^1', 400),
    get('/connectors/nobody', 404),
  ],
  'GET /connectors/{key}/versions': () => [get('/connectors/walked/versions'), get('/connectors/nobody/versions', 404)],
  'DELETE /connectors/{key}': () => [remove('/connectors/walked'), remove('/connectors/walked', 404)],
};
