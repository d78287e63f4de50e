import { get, patch, post, remove, type Walk } from './steps.ts';

const EVENTS = { events: ['account.created', 'account.updated'] };

/** The routes of webhooks; the receiver answers 200 to everything. */
export const WEBHOOKS: Readonly<Record<string, Walk>> = {
  'POST /webhooks': ({ receiver }) => [
    { ...post('/webhooks', { url: receiver, ...EVENTS, description: 'CRM' }, 201), keep: 'webhook' },
    post('/webhooks', { url: receiver, events: ['nothing'] }, 400),
    post('/webhooks', {}, 400),
  ],
  'GET /webhooks': () => [get('/webhooks')],
  'GET /webhooks/{id}': () => [get('/webhooks/<webhook>'), get('/webhooks/99999', 404), get('/webhooks/nobody', 400)],
  'PATCH /webhooks/{id}': () => [
    patch('/webhooks/<webhook>', { description: 'Walked' }),
    patch('/webhooks/<webhook>', { events: [] }, 400),
    patch('/webhooks/99999', { description: 'x' }, 404),
  ],
  'POST /webhooks/{id}/rotate_secret': () => [
    post('/webhooks/<webhook>/rotate_secret', { overlap_hours: 1 }),
    post('/webhooks/<webhook>/rotate_secret', { overlap_hours: -1 }, 400),
    post('/webhooks/99999/rotate_secret', {}, 404),
  ],
  'POST /webhooks/{id}/test': () => [
    { ...post('/webhooks/<webhook>/test', undefined), keep: 'delivery' },
    post('/webhooks/99999/test', undefined, 404),
  ],
  'GET /webhooks/{id}/deliveries': () => [
    get('/webhooks/<webhook>/deliveries?page_size=5'),
    get('/webhooks/<webhook>/deliveries?status=nothing', 400),
    get('/webhooks/99999/deliveries', 404),
  ],
  'POST /webhooks/{id}/deliveries/{delivery_id}/redeliver': () => [
    post('/webhooks/<webhook>/deliveries/<delivery>/redeliver', undefined, 202),
    post('/webhooks/<webhook>/deliveries/nobody/redeliver', undefined, 404),
  ],
  'DELETE /webhooks/{id}': () => [remove('/webhooks/<webhook>'), remove('/webhooks/<webhook>', 404)],
};
