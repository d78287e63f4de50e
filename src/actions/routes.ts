import { Type } from 'typebox';
import { type Access, type HttpApp, QueryList, queryList } from '../http/index.ts';
import { callerOf } from '../platform/api-keys/index.ts';
import { ActionsPage } from './schema.ts';
import type { Actions } from './service.ts';

const READ: Access = { kind: 'api-key', scopes: ['actions:execute', 'platform:read'] };

const ListQuery = Type.Object({
  group_by: Type.Optional(Type.String({ maxLength: 32 })),
  page_size: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  next: Type.Optional(Type.String({ maxLength: 256 })),
  search: Type.Optional(Type.String({ maxLength: 256 })),
  include: QueryList,
  exclude: QueryList,
  filter: Type.Optional(Type.Object({ connectors: QueryList, account_ids: QueryList, action_key: QueryList })),
});

/** Registers `GET /actions`. */
export function actionRoutes(app: HttpApp, actions: Actions): void {
  app.get(
    '/actions',
    {
      config: { access: READ, api: { refusals: [404, 409, 412, 502] } },
      schema: {
        tags: ['Actions'],
        summary: 'List connectors and their actions',
        querystring: ListQuery,
        response: { 200: ActionsPage },
      },
    },
    async (request) => {
      const { query } = request;
      const include = queryList(query.include);
      return actions.list({
        projectId: callerOf(request).projectId,
        ...(query.search === undefined ? {} : { search: query.search }),
        connectors: queryList(query.filter?.connectors),
        accountIds: queryList(query.filter?.account_ids),
        actionIds: queryList(query.filter?.action_key),
        pageSize: query.page_size ?? 25,
        ...(query.next === undefined ? {} : { next: query.next }),
        parts: {
          actions: !queryList(query.exclude).includes('actions'),
          details: include.includes('action_details') || include.includes('operation_details'),
          guides: include.includes('authentication_guides'),
        },
      });
    },
  );
}
