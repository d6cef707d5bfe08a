import { afterEach, describe, expect, it, vi } from 'vitest';
import { download, ExportFailure, sizeText } from './download.js';

afterEach(() => vi.unstubAllGlobals());

function answering(response: Response): void {
  vi.stubGlobal('fetch', async () => response);
}

const headers = { 'content-type': 'text/csv', 'content-disposition': 'attachment; filename="audit-log-7.csv"' };

function body(chunks: readonly string[], end: (controller: ReadableStreamDefaultController<Uint8Array>) => void): ReadableStream<Uint8Array> {
  const left = [...chunks];
  return new ReadableStream({
    pull(controller) {
      const next = left.shift();
      if (next === undefined) end(controller);
      else controller.enqueue(new TextEncoder().encode(next));
    },
  });
}

describe('downloading an export', () => {
  it('gives the whole file under the server’s name, and tells how much has come', async () => {
    answering(new Response(body(['sequence\n', '1\n'], (controller) => controller.close()), { headers }));
    const progress: number[] = [];
    const { blob, fileName } = await download('/export', new AbortController().signal, (bytes) => progress.push(bytes));
    expect([await blob.text(), blob.type, fileName]).toEqual(['sequence\n1\n', 'text/csv', 'audit-log-7.csv']);
    expect(progress).toEqual([9, 11]);
  });

  it('says why the server refused', async () => {
    answering(Response.json({ errors: [{ message: '4 exports are running: try again when one has ended.' }] }, { status: 429 }));
    await expect(download('/export', new AbortController().signal, () => undefined)).rejects.toThrow(
      new ExportFailure('4 exports are running: try again when one has ended.'),
    );
    answering(new Response('Bad Gateway', { status: 502 }));
    await expect(download('/export', new AbortController().signal, () => undefined)).rejects.toThrow('The server answered with status 502.');
  });

  it('gives nothing when the connection breaks off: a part would pass for the whole', async () => {
    answering(new Response(body(['x'.repeat(2500)], (controller) => controller.error(new TypeError('network error'))), { headers }));
    await expect(download('/export', new AbortController().signal, () => undefined)).rejects.toThrow(
      'The connection broke off after 2.5 kB, so nothing was saved.',
    );
  });
});

describe('a size', () => {
  it('has two or three figures and a unit', () => {
    const sizes = [0, 999, 1000, 12_345, 999_949, 999_500, 12_400_000, 3_210_000_000];
    expect(sizes.map(sizeText)).toEqual(['0 B', '999 B', '1.0 kB', '12 kB', '1.0 MB', '1.0 MB', '12 MB', '3.2 GB']);
  });
});
