import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * A TCP proxy on loopback whose connections can be cut and slowed. Before several processes it is a load balancer: each new connection
 * goes to the next of its targets.
 */
export class TcpProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #targets: readonly number[];
  #taken = 0;
  #delayMs = 0;

  /** @param targets  ports on loopback; without any, a connection is ended at once */
  constructor(...targets: readonly number[]) {
    this.#targets = targets;
    this.#server = createServer((inner) => this.#join(inner));
  }

  listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => resolve());
    });
  }

  /** New connections go to these ports; those that are open stay where they are. */
  leadTo(...targets: readonly number[]): void {
    this.#targets = targets;
  }

  /** Ends every open connection. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Delays every piece of data in both directions. */
  slow(delayMs: number): void {
    this.#delayMs = delayMs;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #join(inner: Socket): void {
    const target = this.#targets[this.#taken++ % this.#targets.length];
    if (target === undefined) return void inner.destroy();
    const outer = connect(target, '127.0.0.1');
    for (const [from, to] of [
      [inner, outer],
      [outer, inner],
    ] as const) {
      this.#sockets.add(from);
      from.on('close', () => {
        this.#sockets.delete(from);
        to.destroy();
      });
      from.on('error', () => to.destroy());
      this.#carry(from, to);
    }
  }

  /** Keeps the order of the pieces, whatever their delays. */
  #carry(from: Socket, to: Socket): void {
    let queue: Promise<unknown> = Promise.resolve();
    from.on('data', (piece) => {
      if (this.#delayMs === 0 && to.writableLength < 1 << 20) {
        queue = queue.then(() => to.write(piece));
        return;
      }
      queue = queue.then(() => pause(this.#delayMs)).then(() => to.write(piece));
    });
    from.on('end', () => void queue.then(() => to.end()));
  }
}
