import type { IncomingMessage, ServerResponse } from 'node:http';
import { FILTER_PARAMETERS, filterFromSearchParams, resolveRange } from '@audit-log/shared/filter-url';
import { requirePermission } from '../access/principal.js';
import { ProductError } from '../errors.js';
import type { RequestContext } from '../graphql/request-context.js';
import { actingFor } from '../graphql/request-context.js';
import type { ExportRequest } from './exporter.js';
import type { ExportFormat } from './statement.js';

const TYPES: Readonly<Record<ExportFormat, string>> = { csv: 'text/csv; charset=utf-8; header=present', ndjson: 'application/x-ndjson' };

/**
 * `GET /export?format=csv|ndjson` with the filter as the page's address has it: every entry, oldest first, as a download.
 * The header Audit-Log-Through names the last sequence that may be in it. Whole is what ends with the trailer
 * Audit-Log-Complete (and NDJSON with a line `{"complete": …}`); a part is gone on with by
 * `after=<last sequence read>&through=<Audit-Log-Through>`.
 */
export async function exportRoute(request: IncomingMessage, response: ServerResponse, context: RequestContext): Promise<void> {
  const { services, principal } = context;
  requirePermission(principal, 'audit.read');
  const wanted = readRequest(new URL(request.url ?? '/', 'http://localhost').searchParams);
  const prepared = await services.exporter.begin(principal.actor, wanted, actingFor(context));
  const { format } = wanted;
  response.writeHead(200, {
    'Content-Type': TYPES[format],
    'Content-Disposition': `attachment; filename="audit-log-${prepared.through}.${format}"`,
    'Audit-Log-Through': String(prepared.through),
    'Audit-Log-Cursor': prepared.cursor,
    Trailer: 'Audit-Log-Complete',
  });
  const entries = await prepared.writeTo(response);
  if (format === 'ndjson') response.write(`${JSON.stringify({ complete: { entries, through: prepared.through, cursor: prepared.cursor } })}\n`);
  response.addTrailers({ 'Audit-Log-Complete': `entries=${entries}` });
  response.end();
}

function readRequest(params: URLSearchParams): ExportRequest {
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
    throw new ProductError('BAD_USER_INPUT', 'A relative `range` is another one by now: give `from` to go on with an export.');
  }
  const { filter, problems } = filterFromSearchParams(params);
  if (problems.length > 0) throw new ProductError('BAD_USER_INPUT', problems.map(({ field, message }) => `\`${field}\` ${message}.`).join(' '));
  return { format, filter: resolveRange(filter, Date.now()), after, through };
}
