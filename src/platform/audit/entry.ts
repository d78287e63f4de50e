import { createHash } from 'node:crypto';

/** Who did something. */
export interface Actor {
  /** `operator`: a signed-in person. `command`: whoever may run commands on the server's machine. `system`: the server itself. */
  readonly type: 'operator' | 'api_key' | 'command' | 'system';
  readonly id: string;
  /** For people to read: an e-mail address, the name of a key. */
  readonly name: string;
  /** Address the request came from; null for commands and the server itself. */
  readonly ip: string | null;
}

/** Something that was done. */
export interface AuditEvent {
  /** Null for what concerns the whole installation. */
  readonly projectId: string | null;
  readonly actor: Actor;
  /** What was done, as `<thing>.<past verb>`: `api_key.created`. */
  readonly action: string;
  readonly target: { readonly type: string; readonly id: string } | null;
  /** What else is worth knowing. Never secrets. */
  readonly details: Readonly<Record<string, unknown>>;
}

/** An event in its place in the chain. */
export interface AuditEntry extends AuditEvent {
  /** 1, 2, 3 … without gaps. */
  readonly position: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** Hash of the entry before; empty for the first. */
  readonly previousHash: string;
  readonly hash: string;
}

/** The hash of an entry: SHA-256 over all its members in a fixed order, the hash of the entry before included. */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { position, projectId, at, actor, action, target, details, previousHash } = entry;
  const members = [
    position,
    projectId,
    at,
    actor.type,
    actor.id,
    actor.name,
    actor.ip,
    action,
    target?.type ?? null,
    target?.id ?? null,
    details,
    previousHash,
  ];
  return createHash('sha256').update(JSON.stringify(members)).digest('base64url');
}
