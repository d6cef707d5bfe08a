import type { IncomingMessage } from 'node:http';
import { MAX_BODY, MAX_BODY_OF_STRANGERS } from './limits.js';

/** What is wrong with a request before GraphQL sees it, and the status that says so. */
export class RequestFault extends Error {
  override readonly name = 'RequestFault';

  constructor(
    readonly status: 400 | 413 | 415,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The JSON body of a POST.
 * @param isKnown whether somebody proved who they are: strangers may send 64 kB, others 1 MB
 * @throws RequestFault 415 unless it is JSON in UTF-8 without compression, 413 above that, 400 where it does not parse
 */
export async function readJsonBody(request: IncomingMessage, isKnown: boolean): Promise<unknown> {
  const { 'content-type': contentType = '', 'content-encoding': encoding = 'identity' } = request.headers;
  const [type = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters
    .find((parameter) => parameter.startsWith('charset='))
    ?.slice('charset='.length)
    .replaceAll('"', '');
  if (type !== 'application/json' || (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')) {
    throw new RequestFault(415, 'Send the request as "Content-Type: application/json", in UTF-8.');
  }
  if (encoding !== 'identity') throw new RequestFault(415, 'Send the request without Content-Encoding.');

  const body = parseJson(await readBytes(request, isKnown));
  if (Array.isArray(body)) {
    throw new RequestFault(400, `The body is a list of ${body.length}: requests are not taken in batches. Send each operation as an object of its own.`);
  }
  return body;
}

/** `fatal`: bytes that are no UTF-8 would be replaced silently, and recorded as something nobody sent. */
const decoder = new TextDecoder('utf-8', { fatal: true });

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(decoder.decode(bytes));
  } catch {
    throw new RequestFault(400, 'The body is not valid JSON in UTF-8.');
  }
}

/** By events: most bodies are one chunk, for which an iterator costs more than all that is done with it. */
function readBytes(request: IncomingMessage, isKnown: boolean): Promise<Buffer> {
  const limit = isKnown ? MAX_BODY : MAX_BODY_OF_STRANGERS;
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(tooLarge(limit, isKnown));
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const take = (chunk: Buffer): void => {
      size += chunk.length;
      if (size <= limit) return void chunks.push(chunk);
      // The connection stays open: the answer still has to go out.
      request.off('data', take).pause();
      reject(tooLarge(limit, isKnown));
    };
    request.on('data', take);
    request.once('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.once('error', reject);
    // Whoever went away before anybody listened is not told of again.
    if (request.destroyed) reject(request.errored ?? new Error('the connection was closed before the body had come'));
  });
}

function tooLarge(limit: number, isKnown: boolean): RequestFault {
  const advice = isKnown ? 'the limit. Send it in parts.' : 'the limit without a key or session. Sign in, or send a key.';
  return new RequestFault(413, `The body is larger than ${limit} bytes, ${advice}`);
}
