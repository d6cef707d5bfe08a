/** An export that has come whole. */
export interface Downloaded {
  readonly blob: Blob;
  readonly fileName: string;
}

/** Why there is no file, in one sentence for a person. */
export class ExportFailure extends Error {}

/**
 * Fetches an export, whole or not at all. The browser keeps what comes outside of the page's memory.
 * @param onProgress told how many bytes have come
 * @throws ExportFailure when the server refuses or the connection breaks off; AbortError when the signal aborts
 */
export async function download(address: string, signal: AbortSignal, onProgress: (bytes: number) => void): Promise<Downloaded> {
  let bytes = 0;
  try {
    const response = await fetch(address, { signal });
    if (!response.ok || response.body === null) throw new ExportFailure(await refusal(response));
    const counted = response.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          bytes += chunk.byteLength;
          onProgress(bytes);
          controller.enqueue(chunk);
        },
      }),
    );
    const type = response.headers.get('content-type') ?? '';
    const blob = await new Response(counted, { headers: { 'content-type': type } }).blob();
    return { blob, fileName: fileNameOf(response.headers.get('content-disposition')) };
  } catch (error) {
    if (signal.aborted || error instanceof ExportFailure) throw error;
    // A part would pass for the whole.
    const how = bytes === 0 ? 'The server cannot be reached.' : `The connection broke off after ${sizeText(bytes)}, so nothing was saved.`;
    throw new ExportFailure(how);
  }
}

/** `12.4 MB`, in units of a thousand. */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  for (const [size, unit] of [[1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const) {
    if (bytes >= size * 0.9995) return `${(bytes / size).toFixed(bytes < size * 9.95 ? 1 : 0)} ${unit}`;
  }
  return `${bytes} B`;
}

function fileNameOf(disposition: string | null): string {
  return /filename="([^"]+)"/.exec(disposition ?? '')?.[1] ?? 'audit-log';
}

async function refusal(response: Response): Promise<string> {
  const answer: unknown = await response.json().catch(() => null);
  const errors = typeof answer === 'object' && answer !== null && 'errors' in answer ? answer.errors : null;
  const first: unknown = Array.isArray(errors) ? errors[0] : null;
  const message = typeof first === 'object' && first !== null && 'message' in first ? first.message : null;
  return typeof message === 'string' ? message : `The server answered with status ${response.status}.`;
}
