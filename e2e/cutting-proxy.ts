import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';

/** A way to a port that breaks off in the middle: each of the first connections after so many bytes of the answer. */
export class CuttingProxy implements AsyncDisposable {
  /** How many connections have been cut off. */
  cuts = 0;

  private constructor(private readonly server: Server) {}

  static async start(port: number, { times, after }: { times: number; after: number }): Promise<CuttingProxy> {
    const server = createServer();
    const proxy = new CuttingProxy(server);
    let left = times;
    server.on('connection', (client) => {
      const cut = left-- > 0;
      const target = connect(port, '127.0.0.1');
      let passed = 0;
      for (const [from, to] of [[client, target], [target, client]] as const) {
        from.on('error', () => to.destroy());
        from.on('close', () => to.end());
      }
      client.pipe(target);
      target.on('data', (chunk: Buffer) => {
        const rest = cut ? Math.max(0, after - passed) : chunk.length;
        passed += chunk.length;
        client.write(chunk.subarray(0, rest));
        if (passed < after || !cut || client.writableEnded) return;
        proxy.cuts += 1;
        client.end();
        target.destroy();
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    await closed;
  }
}
