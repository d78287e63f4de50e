import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { type Access, type HttpApp, queryList } from '../../http/index.ts';
import { decodeCursor, encodeCursor, fail } from '../../kernel/index.ts';
import { actorOf, callerOf } from '../api-keys/index.ts';
import { KNOWN_EVENTS } from './events.ts';
import {
  CreateBody,
  DeliveriesQuery,
  DeliveryPage,
  DeliveryParams,
  DeliveryView,
  PatchBody,
  RotateBody,
  toDeliveryView,
  toWebhookView,
  WebhookList,
  WebhookParams,
  WebhookView,
  WebhookWithSecret,
} from './schema.ts';
import type { Webhooks } from './service.ts';
import { DELIVERY_STATUSES } from './webhook.ts';

const READ: Access = { kind: 'api-key', scopes: ['platform:read'] };
const WRITE: Access = { kind: 'api-key', scopes: ['platform:write'] };
const PAGE_SIZE = 25;
const OVERLAP_HOURS = 24;
const tags = ['Webhooks'];

const refuse = (sentence: string): Error => fail('validation_failed', { summary: sentence }, { errors: [sentence] });

/** @throws PatchbayError `validation_failed` naming the values that are none of those known */
function checkKnown(name: string, values: readonly string[], known: readonly string[]): void {
  const unknown = values.filter((value) => !known.includes(value));
  if (unknown.length > 0) throw refuse(`${name} ${unknown.join(', ')} is not known. Use ${known.join(', ')}.`);
}

/** The one spelling of a URL. @throws PatchbayError `webhook_url_refused` */
function normalUrl(text: string): string {
  const url = URL.parse(text);
  if (url === null) throw fail('webhook_url_refused', { reason: 'it is no absolute URL.' });
  url.hash = '';
  return url.href;
}

/** Registers the routes under `/webhooks`. */
export function webhookRoutes(app: HttpApp, { webhooks }: { readonly webhooks: Webhooks }): void {
  const project = (request: FastifyRequest): string => callerOf(request).projectId;

  app.get(
    '/webhooks',
    { config: { access: READ }, schema: { tags, summary: 'List webhooks', response: { 200: WebhookList } } },
    async (request) => ({ data: (await webhooks.list(project(request))).map(toWebhookView) }),
  );

  app.post(
    '/webhooks',
    {
      config: { access: WRITE, api: { refusals: [409] } },
      schema: {
        tags,
        summary: 'Add a webhook; the answer shows its signing secret, this once',
        body: CreateBody,
        response: { 201: WebhookWithSecret },
      },
    },
    async (request, reply) => {
      const { url, events, description = null, enabled = true } = request.body;
      checkKnown('events', events, KNOWN_EVENTS);
      const { state, secret } = await webhooks.create(
        { projectId: project(request), url: normalUrl(url), events, description, enabled },
        actorOf(request),
      );
      return reply.status(201).send({ ...toWebhookView(state), secret });
    },
  );

  app.get(
    '/webhooks/:id',
    {
      config: { access: READ },
      schema: { tags, summary: 'Get a webhook and its health', params: WebhookParams, response: { 200: WebhookView } },
    },
    async (request) => toWebhookView(await webhooks.get(project(request), request.params.id)),
  );

  app.patch(
    '/webhooks/:id',
    {
      config: { access: WRITE },
      schema: {
        tags,
        summary: 'Change a webhook, enable or disable it',
        params: WebhookParams,
        body: PatchBody,
        response: { 200: WebhookView },
      },
    },
    async (request) => {
      const { url, ...rest } = request.body;
      if (rest.events !== undefined) checkKnown('events', rest.events, KNOWN_EVENTS);
      const change = { ...rest, ...(url === undefined ? {} : { url: normalUrl(url) }) };
      return toWebhookView(await webhooks.update(project(request), request.params.id, change, actorOf(request)));
    },
  );

  app.delete(
    '/webhooks/:id',
    {
      config: { access: WRITE },
      schema: {
        tags,
        summary: 'Delete a webhook and its deliveries',
        params: WebhookParams,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      await webhooks.remove(project(request), request.params.id, actorOf(request));
      return reply.status(204).send(null);
    },
  );

  app.post(
    '/webhooks/:id/rotate_secret',
    {
      config: { access: WRITE },
      schema: {
        tags,
        summary: 'Make a new signing secret, shown this once; the one before signs too for overlap_hours (24)',
        params: WebhookParams,
        body: RotateBody,
        response: { 200: WebhookWithSecret },
      },
    },
    async (request) => {
      const overlapMs = (request.body?.overlap_hours ?? OVERLAP_HOURS) * 3_600_000;
      const { id } = request.params;
      const { state, secret } = await webhooks.rotateSecret(project(request), id, overlapMs, actorOf(request));
      return { ...toWebhookView(state), secret };
    },
  );

  app.post(
    '/webhooks/:id/test',
    {
      config: { access: WRITE },
      schema: {
        tags,
        summary: 'Send the event webhook.test once, now, and tell how it went',
        params: WebhookParams,
        response: { 200: DeliveryView },
      },
    },
    async (request) => toDeliveryView(await webhooks.test(project(request), request.params.id)),
  );

  app.get(
    '/webhooks/:id/deliveries',
    {
      config: { access: READ },
      schema: {
        tags,
        summary: 'List deliveries of a webhook, newest first',
        params: WebhookParams,
        querystring: DeliveriesQuery,
        response: { 200: DeliveryPage },
      },
    },
    async (request) => {
      const { next, page_size: limit = PAGE_SIZE } = request.query;
      const statuses = queryList(request.query.status);
      checkKnown('status', statuses, DELIVERY_STATUSES);
      const before = next === undefined ? undefined : (decodeCursor(next, ['string'])[0] as string);
      const filter = { statuses, events: queryList(request.query.event) };
      const page = { before, limit: limit + 1 };
      const found = await webhooks.deliveries(project(request), request.params.id, filter, page);
      const shown = found.slice(0, limit);
      return {
        data: shown.map(toDeliveryView),
        next: found.length > limit ? encodeCursor([shown.at(-1)!.id]) : null,
      };
    },
  );

  app.post(
    '/webhooks/:id/deliveries/:delivery_id/redeliver',
    {
      config: { access: WRITE },
      schema: {
        tags,
        summary: 'Send a delivery again that is delivered or dead',
        params: DeliveryParams,
        response: { 202: DeliveryView },
      },
    },
    async (request, reply) => {
      const { id, delivery_id } = request.params;
      return reply.status(202).send(toDeliveryView(await webhooks.redeliver(project(request), id, delivery_id)));
    },
  );
}
