import { once } from 'node:events';
import { WebSocket } from 'ws';

export interface GraphQLErrorAnswer {
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly extensions?: { readonly code?: string; readonly requestId?: string; readonly retryAfter?: number };
}

export interface Answer<Data = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly data: Data | null | undefined;
  readonly errors: readonly GraphQLErrorAnswer[];
}

/** A caller of /graphql that keeps its session cookie, as a browser does. */
export class TestClient {
  /** By name, as `name=value`. */
  readonly #cookies = new Map<string, string>();

  constructor(
    readonly url: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}

  /** The session's cookie for a Cookie header; null when nobody is signed in. */
  get cookie(): string | null {
    return this.#find('session');
  }

  /** The cookie by which a browser is known in which somebody has signed in; null before that. */
  get deviceCookie(): string | null {
    return this.#find('device');
  }

  /** Sends one request, whatever comes of it. */
  async ask<Data = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Answer<Data>> {
    return this.post<Data>(JSON.stringify({ query, variables }), {
      'content-type': 'application/json',
      ...headers,
    });
  }

  /** Sends one request that must succeed. */
  async data<Data = Record<string, unknown>>(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Data> {
    const { data, errors } = await this.ask<Data>(query, variables, headers);
    if (errors.length > 0 || data == null) throw new Error(`the request failed: ${JSON.stringify(errors)}`);
    return data;
  }

  /** Sends one request that must fail, and returns the code and message of its first error. */
  async refusal(
    query: string,
    variables: Record<string, unknown> = {},
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ code: string | undefined; message: string }> {
    const { errors } = await this.ask(query, variables, headers);
    const [error] = errors;
    if (error === undefined) throw new Error('the request succeeded');
    return { code: error.extensions?.code, message: error.message };
  }

  /** Opens a socket that is let in, and returns a promise of the code with which it is closed. */
  async socket(): Promise<{ readonly closed: Promise<number> }> {
    const cookie = this.#cookieHeader();
    const socket = new WebSocket(this.url.replace('http:', 'ws:'), 'graphql-transport-ws', {
      headers: { ...this.headers, ...cookie },
    });
    const closed = once(socket, 'close').then(([code]) => code as number);
    await once(socket, 'open');
    socket.send('{"type":"connection_init"}');
    const [answer] = await Promise.race([once(socket, 'message'), closed.then((code) => [`closed with ${code}`])]);
    if (!String(answer).includes('connection_ack')) throw new Error(`the socket was not let in: ${answer}`);
    return { closed };
  }

  /** Begins an operation that must be refused on a socket of its own, and returns the payload of the `error` message. */
  async refusedOnSocket(query: string): Promise<readonly GraphQLErrorAnswer[]> {
    const socket = new WebSocket(this.url.replace('http:', 'ws:'), 'graphql-transport-ws', { headers: { ...this.headers } });
    try {
      await once(socket, 'open');
      socket.send('{"type":"connection_init"}');
      await once(socket, 'message');
      socket.send(JSON.stringify({ type: 'subscribe', id: '1', payload: { query } }));
      const [answer] = await Promise.race([once(socket, 'message'), once(socket, 'close')]);
      const { type, payload } = JSON.parse(String(answer)) as { type: string; payload: GraphQLErrorAnswer[] };
      if (type !== 'error') throw new Error(`the operation was not refused: ${answer}`);
      return payload;
    } finally {
      socket.terminate();
    }
  }

  async post<Data = Record<string, unknown>>(
    body: string | Uint8Array<ArrayBuffer>,
    headers: Readonly<Record<string, string>>,
  ): Promise<Answer<Data>> {
    const cookie = this.#cookieHeader();
    const response = await fetch(this.url, {
      method: 'POST',
      body,
      headers: { ...this.headers, ...cookie, ...headers },
    });
    for (const value of response.headers.getSetCookie()) {
      const [pair = ''] = value.split(';', 1);
      const [name = ''] = pair.split('=', 1);
      if (pair.endsWith('=')) this.#cookies.delete(name);
      else this.#cookies.set(name, pair);
    }
    const { data, errors = [] } = (await response.json()) as {
      data?: Data | null;
      errors?: GraphQLErrorAnswer[];
    };
    return { status: response.status, headers: response.headers, data, errors };
  }

  #find(kind: string): string | null {
    return [...this.#cookies].find(([name]) => name.includes(kind))?.[1] ?? null;
  }

  #cookieHeader(): { cookie?: string } {
    return this.#cookies.size === 0 ? {} : { cookie: [...this.#cookies.values()].join('; ') };
  }
}
