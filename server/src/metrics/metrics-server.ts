import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { FatalError } from '../errors.js';
import { logger } from '../logger.js';
import type { Metrics } from './metrics.js';

/**
 * `GET /metrics` on a port of its own, without a key: who may reach it is for the network to decide, and it tells
 * nothing of what is in the log.
 */
export class MetricsServer implements AsyncDisposable {
  private constructor(private readonly server: Server) {}

  /** @throws FatalError where the port is taken or may not be listened on */
  static async listen(metrics: Metrics, { host, port }: { host: string; port: number }): Promise<MetricsServer> {
    const server = createServer((request, response) => void answer(metrics, request, response));
    try {
      await once(server.listen({ host, port }), 'listening');
    } catch (error) {
      throw new FatalError(`The metrics cannot be offered on ${host}, port ${port} (${(error as NodeJS.ErrnoException).code}): set METRICS_PORT to a free one.`, { cause: error });
    }
    return new MetricsServer(server);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    this.server.closeAllConnections();
    await closed;
  }
}

async function answer(metrics: Metrics, { method, url }: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    if (url?.split('?', 1)[0] !== '/metrics') return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Metrics are at /metrics.\n');
    if (method !== 'GET' && method !== 'HEAD') return void response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    const { type, text } = await metrics.read();
    response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store' }).end(text);
  } catch (error) {
    logger.error({ error }, 'the metrics could not be read');
    if (!response.headersSent) response.writeHead(500);
    response.end();
  }
}
