import type { FastifyRequest } from 'fastify';
import { createHttpApp, enforceAccess, type HttpApp } from '../http/index.ts';
import { apiKeyGuard, createRequestRates, decorateWithApiKey } from '../platform/api-keys/index.ts';
import { decorateWithSession, sessionGuard } from '../platform/connect-sessions/index.ts';
import { type LogSource, logRequests } from '../platform/logs/index.ts';
import { decorateWithOperator, operatorDoor, operatorGuard } from '../platform/operators/index.ts';
import type { Database } from '../storage/index.ts';
import type { Telemetry } from '../telemetry/index.ts';
import type { Address, Base } from './base.ts';
import type { Platform } from './platform.ts';

/** Whom the log names as the source of a request; null for strangers and for what belongs to no project. */
function logSourceOf({ apiKey, connectSession, operator }: FastifyRequest): LogSource | null {
  if (apiKey !== null) return { projectId: apiKey.projectId, type: 'api_key', id: apiKey.id, name: apiKey.name };
  if (connectSession !== null) {
    const { projectId, id, originOwnerName: name } = connectSession;
    return { projectId, type: 'session', id: String(id), name };
  }
  const entered = operator?.inProject;
  if (operator === null || !entered) return null;
  const { id, email: name } = operator.operator;
  return { projectId: entered.project.id, type: 'dashboard', id, name };
}

/** Makes the HTTP server without routes: who may enter, what is logged and what is measured of every request. */
export async function createServer(
  { config, clock, logger, onStop }: Base,
  { apiKeys, projects, operators, sessions, logs }: Platform,
  {
    database,
    address,
    telemetry,
  }: { readonly database: Database; readonly address: Address; readonly telemetry: Telemetry | undefined },
): Promise<HttpApp> {
  const app = await createHttpApp({ logger, clock, trustProxy: config.trustProxy });
  onStop(() => app.close());
  decorateWithApiKey(app);
  decorateWithSession(app);
  decorateWithOperator(app);
  const rates =
    config.rateLimit === 0 ? undefined : createRequestRates({ database, clock, logger, limit: config.rateLimit });
  onStop(() => rates?.close());
  telemetry?.observe(app);
  const operatorParts = { operators, projects, publicUrl: address.publicUrl, rates };
  enforceAccess(app, {
    'api-key': apiKeyGuard({ apiKeys, projects, rates, operators: operatorDoor(operatorParts) }),
    session: sessionGuard(sessions),
    operator: operatorGuard(operatorParts),
  });
  logRequests(app, { writer: logs, sourceOf: logSourceOf });
  return app;
}
