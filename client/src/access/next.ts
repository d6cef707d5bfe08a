/** The address of the sign-in page that leads back to where one wanted to go. */
export function signInAddress(wanted: string): string {
  return wanted === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(wanted)}`;
}

/**
 * Where to go after signing in. Only addresses of this site count: a link to the sign-in page must not be able to
 * send people elsewhere.
 */
export function addressAfterSignIn(search: string, origin: string): string {
  const next = new URLSearchParams(search).get('next') ?? '/';
  const url = URL.canParse(next, origin) ? new URL(next, origin) : null;
  if (url === null || url.origin !== origin || url.pathname === '/sign-in') return '/';
  return url.pathname + url.search + url.hash;
}
