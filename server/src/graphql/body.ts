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

function parseJson(bytes: Buffer): unknown {
  try {
    // `fatal`: bytes that are no UTF-8 would be replaced silently, and recorded as something nobody sent.
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new RequestFault(400, 'The body is not valid JSON in UTF-8.');
  }
}

async function readBytes(request: IncomingMessage, isKnown: boolean): Promise<Buffer> {
  const limit = isKnown ? MAX_BODY : MAX_BODY_OF_STRANGERS;
  const advice = isKnown ? 'the limit. Send it in parts.' : 'the limit without a key or session. Sign in, or send a key.';
  const tooLarge = new RequestFault(413, `The body is larger than ${limit} bytes, ${advice}`);
  if (Number(request.headers['content-length'] ?? 0) > limit) throw tooLarge;
  const chunks: Buffer[] = [];
  let size = 0;
  // Leaving the loop must not close the connection: the answer still has to go out.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > limit) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
