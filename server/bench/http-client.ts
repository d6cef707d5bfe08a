import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

/** Servers close what stands still; Node's does after five seconds. */
const LONGEST_IDLE_MS = 2_000;

const END = Buffer.from('\r\n\r\n');

/**
 * One connection that sends JSON by POST and keeps alive, one request at a time. Far lighter than a general client, since
 * it shares the machine with the server that it measures; it understands answers with a Content-Length alone, and says so.
 */
export class HttpConnection implements Disposable {
  #received: Buffer[] = [];
  #length = 0;
  #whole = -1;
  #begin = 0;
  #waiting: PromiseWithResolvers<Answer> | null = null;

  #socket: Socket | null = null;
  #used = 0;

  private constructor(
    private readonly port: number,
    private readonly head: string,
  ) {}

  static async open(port: number, path: string, headers: Readonly<Record<string, string>>): Promise<HttpConnection> {
    const lines = Object.entries({ host: `127.0.0.1:${port}`, 'content-type': 'application/json', accept: 'application/json', ...headers });
    const connection = new HttpConnection(port, `POST ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}`);
    await connection.#connect();
    return connection;
  }

  async post(body: string): Promise<Answer> {
    if (performance.now() - this.#used > LONGEST_IDLE_MS || this.#socket === null) await this.#connect();
    this.#waiting = Promise.withResolvers<Answer>();
    this.#socket?.write(`${this.head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    const answer = await this.#waiting.promise;
    this.#used = performance.now();
    return answer;
  }

  async #connect(): Promise<void> {
    this[Symbol.dispose]();
    // A server says that it closes a connection on which nothing came.
    this.#received = [];
    this.#length = 0;
    this.#whole = -1;
    const socket = connect(this.port, '127.0.0.1');
    this.#socket = socket;
    await once(socket, 'connect');
    socket.setNoDelay(true);
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', (error) => this.#waiting?.reject(error));
    socket.on('close', () => this.#waiting?.reject(new Error('the server closed the connection')));
    this.#used = performance.now();
  }

  #take(chunk: Buffer): void {
    this.#received.push(chunk);
    this.#length += chunk.length;
    if (this.#whole < 0) this.#readHead();
    if (this.#whole < 0 || this.#length < this.#whole) return;
    const received = this.#received.length === 1 ? chunk : Buffer.concat(this.#received);
    const answer = { status: Number(received.toString('latin1', 9, 12)), body: received.subarray(this.#begin, this.#whole) };
    this.#received = [];
    this.#length = 0;
    this.#whole = -1;
    this.#waiting?.resolve(answer);
  }

  #readHead(): void {
    const received = Buffer.concat(this.#received);
    this.#received = [received];
    const end = received.indexOf(END);
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) return this.#waiting?.reject(new Error(`an answer without a Content-Length:\n${head}`));
    this.#begin = end + END.length;
    this.#whole = this.#begin + Number(length);
  }

  [Symbol.dispose](): void {
    this.#socket?.removeAllListeners('close').destroy();
    this.#socket = null;
  }
}
