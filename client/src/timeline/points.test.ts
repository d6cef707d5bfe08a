import { describe, expect, it } from 'vitest';
import { pointsFrom, pointsToSearch, withMode, type Points } from './points.js';

const entries = ['e3', 'e2', 'e1'].map((id) => ({ id }));

describe('the points in the address', () => {
  it.each<Points>([{ mode: 'state', at: 'e2' }, { mode: 'compare', a: 'e1', b: 'e3' }])('open again what was looked at: %o', (points) => {
    expect(pointsFrom(pointsToSearch(points), entries)).toEqual(points);
  });

  it('are the newest where none or a strange one is named', () => {
    expect(pointsFrom('', entries)).toEqual({ mode: 'state', at: 'e3' });
    expect(pointsFrom('at=elsewhere', entries)).toEqual({ mode: 'state', at: 'e3' });
    expect(pointsFrom('a=elsewhere', entries)).toEqual({ mode: 'compare', a: 'e1', b: 'e3' });
    expect(pointsFrom('at=e1', [])).toBeNull();
  });

  it('go from one to two and back, with what was looked at in sight', () => {
    expect(withMode({ mode: 'state', at: 'e2' }, 'compare', entries)).toEqual({ mode: 'compare', a: 'e1', b: 'e2' });
    expect(withMode({ mode: 'state', at: 'e1' }, 'compare', entries)).toEqual({ mode: 'compare', a: 'e1', b: 'e3' });
    expect(withMode({ mode: 'compare', a: 'e1', b: 'e2' }, 'state', entries)).toEqual({ mode: 'state', at: 'e2' });
  });
});
