/** The server's refusal of a request, with its stable code. */
export class RequestError extends Error {
  override readonly name = 'RequestError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Answer {
  readonly data?: unknown;
  readonly errors?: readonly { readonly message: string; readonly extensions?: { readonly code?: string } }[];
}

/** One caller of the product's GraphQL: by key, or by the cookies that signing in sets. */
export class Client {
  readonly #cookies = new Map<string, string>();

  /**
   * @param url of `/graphql`
   * @param key an API key; null for somebody who signs in
   */
  constructor(
    readonly url: string,
    readonly key: string | null,
  ) {}

  /**
   * Sends one request, and keeps the cookies of its answer.
   * @param operationId joins the changes of several requests into one operation
   * @throws RequestError when the server refuses, or cannot be reached
   */
  async request<T>(query: string, variables: Record<string, unknown>, operationId?: string): Promise<T> {
    const headers: Record<string, string> = { 'content-type': 'application/json', 'user-agent': 'audit-log replay' };
    if (this.key !== null) headers['authorization'] = `Bearer ${this.key}`;
    if (this.#cookies.size > 0) headers['cookie'] = Array.from(this.#cookies, (pair) => pair.join('=')).join('; ');
    if (operationId !== undefined) headers['operation-id'] = operationId;

    let response: Response;
    let text: string;
    try {
      response = await fetch(this.url, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
      text = await response.text();
    } catch (error) {
      throw new RequestError('UNREACHABLE', `no server answers at ${this.url} (${reasonOf(error)})`);
    }
    for (const cookie of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=;]+)=([^;]*)/.exec(cookie) ?? [];
      if (name !== undefined && value !== undefined) this.#cookies.set(name, value);
    }
    const { data, errors } = parseAnswer(text, response.status);
    const [first] = errors ?? [];
    if (first !== undefined) throw new RequestError(first.extensions?.code ?? 'UNKNOWN', first.message);
    return data as T;
  }
}

function parseAnswer(text: string, status: number): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    throw new RequestError('NO_GRAPHQL', `the server answered ${status} without JSON`);
  }
}

/** fetch says only "fetch failed" and keeps the reason in `cause`. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause ? String(cause.code) : cause.message;
}
