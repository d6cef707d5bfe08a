import type { IncomingMessage, ServerResponse } from 'node:http';
import { FILTER_PARAMETERS, filterFromSearchParams, filterToSearchParams, resolveRange } from '@audit-log/shared/filter-url';
import { requirePermission, type Principal } from '../access/principal.js';
import { ProductError } from '../errors.js';
import type { RequestContext } from '../graphql/request-context.js';
import { actingFor } from '../graphql/request-context.js';
import type { ExportRequest } from './exporter.js';
import type { ExportFormat } from './statement.js';

/** In milliseconds; no export takes so long. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Clients refuse answers with much more than this; who sent so long a filter has it. */
const LONGEST_HEADER = 8000;

const SINGLES = ['format', 'after', 'through', 'from', 'to', 'range', 'entity', '-entity', 'operation', '-operation', ...['q', 'field', 'old', 'new'].flatMap((name) => [name, `-${name}`])];

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' };

/**
 * `GET /export?format=csv|ndjson` with the filter as the page's address has it: every entry, oldest first, as a download.
 * The header Audit-Log-Through names the last sequence that may be in it. Whole is what ends with the trailer
 * Audit-Log-Complete (and NDJSON with a line `{"complete": …}`); a part is gone on with by the parameters that the header
 * Audit-Log-Query holds, with `after=<last sequence read>`. Ends in the middle when who asked loses the right to it.
 */
export async function exportRoute(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void> {
  const { services, principal } = context;
  requirePermission(principal, 'audit.read');
  const wanted = readRequest(new URL(request.url ?? '/', 'http://localhost').searchParams);
  using allowed = whileAllowed(request, principal, services);
  const prepared = await services.exporter.begin(principal.actor, wanted, actingFor(context));
  const { format, filter } = wanted;
  const again = String(new URLSearchParams([['format', format], ...filterToSearchParams(filter), ['through', String(prepared.through)]]));
  response.writeHead(200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="audit-log-${prepared.through}.${format}"`,
    'Audit-Log-Through': String(prepared.through),
    'Audit-Log-Cursor': prepared.cursor,
    ...(again.length <= LONGEST_HEADER ? { 'Audit-Log-Query': again } : {}),
    Trailer: 'Audit-Log-Complete',
  });
  const entries = await prepared.writeTo(response, allowed.signal);
  if (format === 'ndjson') response.write(`${JSON.stringify({ complete: { entries, through: prepared.through, cursor: prepared.cursor } })}\n`);
  response.addTrailers({ 'Audit-Log-Complete': `entries=${entries}` });
  response.end();
}

/** A signal that aborts when the principal is taken away, or ends by itself. */
function whileAllowed({ headers }: IncomingMessage, principal: Principal, { access }: RequestContext['services']): Disposable & { signal: AbortSignal } {
  const over = new AbortController();
  const end = (): void => over.abort(new ProductError('FORBIDDEN', 'The session or key was taken away.'));
  const stop = access.authenticator.onRevoked((isConcerned, { kind }) => {
    if (!isConcerned(principal)) return;
    if (kind !== 'all') return end();
    // Something may have been taken away unheard: whoever it was not goes on.
    void access.authenticator.authenticate(headers).then((still) => still ?? end(), end);
  });
  const left = principal.expiresAt === null ? LONGEST_TIMER : principal.expiresAt - Date.now();
  const timer = setTimeout(end, Math.min(left, LONGEST_TIMER)).unref();
  return {
    signal: over.signal,
    [Symbol.dispose]: () => {
      stop();
      clearTimeout(timer);
    },
  };
}

function readRequest(params: URLSearchParams): ExportRequest {
  const twice = SINGLES.find((name) => params.getAll(name).length > 1);
  if (twice !== undefined) throw new ProductError('BAD_USER_INPUT', `\`${twice}\` is given more than once, and can have one value only.`);
  const take = (name: string): string | null => {
    const value = params.get(name);
    params.delete(name);
    return value;
  };
  const format = take('format') ?? 'csv';
  if (format !== 'csv' && format !== 'ndjson') throw new ProductError('BAD_USER_INPUT', '`format` must be csv or ndjson.');
  const number = (name: string): number | null => {
    const text = take(name);
    if (text === null) return null;
    if (!/^\d{1,15}$/.test(text)) throw new ProductError('BAD_USER_INPUT', `\`${name}\` must be a sequence number.`);
    return Number(text);
  };
  const after = number('after') ?? 0;
  const through = number('through');
  const unknown = [...params.keys()].find((name) => !FILTER_PARAMETERS.has(name));
  if (unknown !== undefined) throw new ProductError('BAD_USER_INPUT', `\`${unknown}\` is not a parameter of /export.`);
  if (params.has('range') && after > 0) {
    throw new ProductError('BAD_USER_INPUT', 'A relative `range` is another one by now: give `from` to go on with an export, as its header Audit-Log-Query does.');
  }
  const { filter, problems } = filterFromSearchParams(params);
  if (problems.length > 0) throw new ProductError('BAD_USER_INPUT', problems.map(({ field, message }) => `\`${field}\` ${message}.`).join(' '));
  return { format, filter: resolveRange(filter, Date.now()), after, through };
}
