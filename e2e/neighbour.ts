import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { Api } from './api.js';
import { freePort, REPOSITORY, type Stack } from './stack.js';

interface Made {
  readonly token: string;
  readonly url: string;
}

const CREATE = 'mutation ($input: CreateEmbedTokenInput!) { createEmbedToken(input: $input) { token url } }';

/** A server of another product. Its pages are of another site than the log's, which is at localhost. */
export class Neighbour implements AsyncDisposable {
  private constructor(
    readonly origin: string,
    private readonly close: () => Promise<unknown>,
    private readonly stack: Stack | null,
  ) {}

  /** The example of the documentation, started as it says. */
  static async example(stack: Stack): Promise<Neighbour> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const env = { ...process.env, AUDIT_LOG_URL: stack.url, AUDIT_LOG_KEY: stack.key, PORT: String(port), ORIGIN: origin };
    const child = spawn(process.execPath, [join(REPOSITORY, 'docs/examples/embed/server.mjs')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    if (!String(line).includes('listening')) throw new Error(`the example does not listen: ${String(line)}`);
    const close = async (): Promise<void> => {
      if (child.exitCode !== null) return;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    };
    return new Neighbour(origin, close, stack);
  }

  /** One page, whatever is asked for. */
  static async serving(page: () => string): Promise<Neighbour> {
    const port = await freePort();
    const server = createServer((_, response) => void response.writeHead(200, { 'Content-Type': 'text/html' }).end(`<!doctype html><title>Another product</title><style>iframe { width: 100%; height: 90vh }</style>${page()}`));
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const close = async (): Promise<void> => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    };
    return new Neighbour(`http://127.0.0.1:${port}`, close, null);
  }

  /** A token for the pages of this server. */
  async token(stack = this.stack, key = stack?.key): Promise<Made> {
    if (stack === null) throw new Error('whose log it is to show is not known');
    const api = new Api(stack.url, { authorization: `Bearer ${key}` });
    const input = { filter: { eventTypes: ['PROJECT', 'TEST_CASE'] }, origins: [this.origin] };
    return (await api.request<{ createEmbedToken: Made }>(CREATE, { input })).createEmbedToken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }
}
