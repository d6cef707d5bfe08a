import { describe, expect, it } from 'vitest';
import { addressAfterSignIn, signInAddress } from './next.js';

const origin = 'https://log.example';

describe('the way back after signing in', () => {
  it('leads to the page one wanted, with its search', () => {
    const wanted = '/settings/audit-logs?type=TEST_CASE&entry=1';
    const { search } = new URL(signInAddress(wanted), origin);
    expect(addressAfterSignIn(search, origin)).toBe(wanted);
  });

  it('leads to the start when nothing was wanted', () => {
    expect(signInAddress('/')).toBe('/sign-in');
    expect(addressAfterSignIn('', origin)).toBe('/');
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'http://['])(
    'never leads away from this site: %s',
    (next) => {
      expect(addressAfterSignIn(`?next=${encodeURIComponent(next)}`, origin)).toBe('/');
    },
  );

  it('does not lead back to the sign-in page', () => {
    expect(addressAfterSignIn('?next=/sign-in', origin)).toBe('/');
  });
});
