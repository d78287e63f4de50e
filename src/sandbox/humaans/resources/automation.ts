import { createRandom } from '../../kit/index.ts';
import { badRequest } from '../errors.ts';
import type { Change, ResourceRow } from '../resource.ts';
import { PRIVATE, WEBHOOKS } from '../scopes.ts';
import { companyId, readObject, readReference, readText, readTimestamp, reference, text } from '../specs.ts';
import { nextId } from '../state.ts';

const EVENT = /^[a-z][A-Za-z]*\.(created|updated|deleted)$/;

/** Event names have the form `<entity>.<created|updated|deleted>`; a changed webhook is switched on again. */
function prepareWebhook({ values, before, call }: Change): Readonly<Record<string, unknown>> {
  const events = (values['events'] ?? []) as readonly string[];
  const index = events.findIndex((event) => !EVENT.test(event));
  if (index !== -1)
    throw badRequest([{ name: `events[${index}]`, reason: 'must be <entity>.<created|updated|deleted>' }]);
  if (before !== undefined) call.state.failingSince.delete(before.id);
  return { disabledAt: null };
}

/** Webhooks, their delivery log, the audit trail and data exports. */
export const AUTOMATION: readonly ResourceRow[] = [
  {
    path: '/webhooks',
    noun: 'webhook',
    scopes: WEBHOOKS,
    fields: {
      companyId,
      url: { type: 'url', required: true },
      events: { type: 'list', required: true, min: 1, max: 200, items: { type: 'text' } },
      disabledAt: { ...readTimestamp, nullable: true },
    },
    prepare: prepareWebhook,
    finish({ call, before, after }) {
      if (before !== undefined) return undefined;
      const secret = createRandom(`humaans/webhook-secret/${after.id}`).base62(40);
      call.state.webhookSecrets.set(after.id, secret);
      return { secret };
    },
  },
  {
    path: '/webhook-events',
    noun: 'webhook event',
    operations: 'LG',
    scopes: WEBHOOKS,
    timestamps: 'created',
    fields: {
      webhookId: reference('webhooks'),
      event: text,
      data: readObject,
      status: text,
      timestamp: readTimestamp,
    },
  },
  {
    path: '/audit-events',
    noun: 'audit event',
    operations: 'LG',
    scopes: PRIVATE,
    fields: {
      companyId,
      seq: readText,
      ts: readTimestamp,
      request: readObject,
      action: readText,
      actor: readObject,
      entity: readObject,
      subject: readObject,
    },
  },
  {
    path: '/data-exports',
    noun: 'data export',
    operations: 'LGCD',
    scopes: PRIVATE,
    timestamps: 'created',
    fields: { status: readText, fileId: { ...readReference('files'), nullable: true } },
    prepare({ call }) {
      const fileId = nextId(call.state, 'files');
      const filename = `export-${call.today}.csv`;
      call.state.database.table('files').insert({ id: fileId, filename, createdAt: call.timestamp });
      return { status: 'completed', fileId };
    },
  },
];
