import { get, type IncomingMessage } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from './stack.js';

export interface Download {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly trailers: NodeJS.Dict<string>;
  /** Whether the answer came to its end, and all of it was read. */
  readonly whole: boolean;
  readonly bytes: Buffer;
}

export interface Reading {
  /** Cuts the connection after so many bytes. */
  readonly cutAfter?: number;
  /** Cuts the connection when it says so. */
  readonly isOver?: () => boolean;
  /** Milliseconds to wait after each chunk. */
  readonly pause?: (bytesSoFar: number) => number;
  /** Given each chunk instead of keeping it. */
  readonly onChunk?: (chunk: Buffer) => void;
}

/** `GET /export` with the stack's key. By node:http, since fetch hides trailers. */
export async function download({ url, key }: Stack, query: string, { cutAfter = Infinity, isOver, pause, onChunk }: Reading = {}): Promise<Download> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(`${url}/export?${query}`, { headers: { authorization: `Bearer ${key}` }, agent: false }, resolve).on('error', reject);
  });
  const kept: Buffer[] = [];
  let bytes = 0;
  let cut = false;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      const part = chunk.subarray(0, cutAfter - bytes);
      bytes += part.length;
      if (onChunk) onChunk(part);
      else kept.push(part);
      cut = bytes >= cutAfter || (isOver?.() ?? false);
      if (cut) break;
      const wait = pause?.(bytes) ?? 0;
      if (wait > 0) await delay(wait);
    }
  } catch (error) {
    // Cut from the other side, which is no error here: `whole` tells.
    if ((error as NodeJS.ErrnoException).code !== 'ECONNRESET') throw error;
  }
  // The end may have come already, behind what was cut off here.
  const whole = response.complete && !cut;
  return { status: response.statusCode ?? 0, headers: response.headers, trailers: response.trailers, whole, bytes: Buffer.concat(kept) };
}
