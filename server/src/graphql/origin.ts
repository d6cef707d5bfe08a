import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether a browser sent this from a page of another site. Such a page could use the visitor's cookie, but cannot set
 * an Authorization header: that would need a permission (CORS) which this server never gives. Programs send neither
 * Origin nor Sec-Fetch-Site, and are not tricked into anything.
 * @param publicUrl where people reach the product; a request at its own Host counts as well
 */
export function isForeign(headers: IncomingHttpHeaders, publicUrl: string): boolean {
  if (headers.authorization !== undefined) return false;
  const { origin } = headers;
  if (origin !== undefined) return origin !== publicUrl && hostOf(origin) !== headers.host;
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** "null" (a sandboxed page, a file) and what is no URL have no host. */
function hostOf(origin: string): string | null {
  return URL.canParse(origin) ? new URL(origin).host : null;
}
