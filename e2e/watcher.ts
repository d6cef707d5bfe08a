import { createClient, type Client } from 'graphql-ws';
import WebSocket from 'ws';
import type { AuditEntry } from '@audit-log/shared/entry';

interface Batch {
  readonly edges: readonly { readonly node: Pick<AuditEntry, 'id' | 'sequence'> }[];
  readonly cursor: string;
  readonly caughtUp: boolean;
}

const WATCH = `subscription ($after: String) {
  auditLogsAdded(after: $after) { edges { node { id sequence } } cursor caughtUp }
}`;

/** Who watches an organization's log over a socket, and goes on at another server from its last cursor when one is gone. */
export class Watcher implements AsyncDisposable {
  readonly sequences: number[] = [];
  /** Null until the first batch has come. */
  cursor: string | null = null;
  #client: Client | null = null;

  constructor(private readonly key: string) {}

  /** Watches until the server is gone; resolves then. Rejects when the server refuses. */
  async watch(port: number): Promise<void> {
    const client = createClient({
      url: `ws://localhost:${port}/graphql`,
      webSocketImpl: WebSocket,
      connectionParams: { authorization: `Bearer ${this.key}` },
      retryAttempts: 0,
    });
    this.#client = client;
    try {
      for await (const { data, errors } of client.iterate<{ auditLogsAdded: Batch }>({ query: WATCH, variables: { after: this.cursor } })) {
        if (errors?.[0]) throw new Error(errors[0].message);
        if (!data) continue;
        this.cursor = data.auditLogsAdded.cursor;
        this.sequences.push(...data.auditLogsAdded.edges.map(({ node }) => node.sequence ?? 0));
      }
    } catch (error) {
      // A socket that was closed is how a killed server looks from here.
      if (error instanceof Error) throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client?.dispose();
  }
}
