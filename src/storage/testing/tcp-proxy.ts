import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A door in front of a server that tests can slam shut. */
export interface TcpProxy {
  /** The given URL with the address of the door in place of the server's. */
  urlOf(url: string): string;
  /** Number of connections that go through now. */
  readonly open: number;
  /** Breaks every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again, at the same port. */
  restore(): Promise<void>;
  /** Keeps the connections open but passes nothing on in either direction. */
  freeze(): void;
  close(): Promise<void>;
}

/** Starts a door to a server on this machine. */
export async function startProxy(port: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let frozen = false;
  let server: Server | undefined;
  let own = 0;

  const restore = async (): Promise<void> => {
    frozen = false;
    server = createServer((inner) => {
      const outer = connect(port, '127.0.0.1');
      for (const [from, to] of [
        [inner, outer],
        [outer, inner],
      ] as const) {
        sockets.add(from);
        from.on('data', (data) => {
          if (!frozen) to.write(data);
        });
        from.on('error', () => {});
        from.on('close', () => {
          sockets.delete(from);
          to.destroy();
        });
      }
    });
    server.listen(own, '127.0.0.1');
    await once(server, 'listening');
    own = (server.address() as AddressInfo).port;
  };
  const cut = async (): Promise<void> => {
    if (!server) return;
    const closed = once(server, 'close');
    server.close();
    server = undefined;
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  await restore();
  return {
    urlOf: (url) => {
      const through = new URL(url);
      through.host = `127.0.0.1:${own}`;
      return through.toString();
    },
    get open() {
      return sockets.size / 2;
    },
    cut,
    restore,
    freeze: () => {
      frozen = true;
    },
    close: cut,
  };
}
