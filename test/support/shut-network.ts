import net from 'node:net';

/** Tests may talk to this machine only; any other connection is refused before it leaves. */
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|::1|\[::1\])$/;
const connect = net.Socket.prototype.connect;

net.Socket.prototype.connect = function guarded(this: net.Socket, ...args: unknown[]) {
  const first = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  const options = typeof first === 'object' && first !== null ? (first as { host?: string; path?: string }) : {};
  const host = typeof first === 'number' ? (typeof args[1] === 'string' ? args[1] : 'localhost') : options.host;
  if (options.path === undefined && typeof first !== 'string' && host !== undefined && !LOOPBACK.test(host)) {
    throw new Error(`The test tried to reach ${host}; only loopback is open to tests.`);
  }
  return (connect as (...a: unknown[]) => net.Socket).apply(this, args);
} as typeof connect;
