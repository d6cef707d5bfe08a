import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';

/** What to do with the connection that sends the next COMMIT: cut it before the database hears of it, or after. */
export type CommitCut = 'before' | 'after';

/** Stands between a server and its database, so that a test can take the database away and give it back. */
export class DatabaseProxy implements AsyncDisposable {
  readonly #server = createServer((client) => this.#join(client));
  readonly #sockets = new Set<Socket>();
  #cut: CommitCut | null = null;
  #downAfterCommit = false;
  #frozen = false;
  #port = 0;

  private constructor(private readonly target: URL) {}

  /** @param url of the database that is really there */
  static async open(url: string): Promise<DatabaseProxy> {
    const proxy = new DatabaseProxy(new URL(url));
    await proxy.up();
    return proxy;
  }

  /** Where the server connects. */
  get url(): string {
    const url = new URL(this.target);
    url.host = `127.0.0.1:${this.#port}`;
    return url.href;
  }

  /** Cuts every connection and refuses new ones. */
  down(): void {
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
  }

  /** Takes connections, on the same port as before. */
  async up(): Promise<void> {
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Keeps every connection, and passes nothing on any more: a database that hangs, or a network that swallows. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** Cuts the connection that commits next, once. */
  cutAtCommit(when: CommitCut): void {
    this.#cut = when;
  }

  /** Goes down once the database has answered the next COMMIT. */
  downAfterCommit(): void {
    this.#downAfterCommit = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.down();
  }

  #join(client: Socket): void {
    const database = connect(Number(this.target.port), this.target.hostname);
    for (const socket of [client, database]) {
      this.#sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        this.#sockets.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    if (this.#frozen) return;
    let committing = false;
    let inBackground = false;
    client.on('data', (data) => {
      // Its name comes with the first message: what no request waits for is no commit that a test means.
      inBackground ||= data.includes('audit-log indexer');
      const commits = !inBackground && data.includes('COMMIT');
      if (commits && this.#cut !== null) {
        const when = this.#cut;
        this.#cut = null;
        if (when === 'before') return void client.destroy();
        // The answer to it goes nowhere; the connection ends when it has come, so that the commit is done by then.
        database.removeAllListeners('data').once('data', () => client.destroy());
      }
      committing = commits;
      return void database.write(data);
    });
    database.on('data', (data) => {
      client.write(data, () => {
        if (committing && this.#downAfterCommit) {
          this.#downAfterCommit = false;
          this.down();
        }
      });
    });
  }
}
