import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thingFromPath, timelineAddress } from './timeline-address.js';

const text = fc.string({ unit: 'grapheme', minLength: 1 });

describe('the address of a timeline', () => {
  it('leads back to the thing, whatever its id is made of', () => {
    const pathOf = (address: string) => new URL(address, 'https://log.example').pathname;
    fc.assert(
      fc.property(fc.record({ eventType: fc.option(text), entityId: text }), (thing) => {
        // A browser takes these for steps in a path.
        fc.pre(!['.', '..'].includes(thing.entityId) && !['.', '..'].includes(thing.eventType ?? ''));
        expect(thingFromPath(pathOf(timelineAddress(thing)))).toEqual(thing);
      }),
    );
    expect(timelineAddress({ eventType: 'TEST_CASE', entityId: '["a/b","50%"]' })).toBe('/settings/audit-logs/history/TEST_CASE/%5B%22a%2Fb%22%2C%2250%25%22%5D');
  });

  it('is not read where something is missing, too much or broken', () => {
    for (const rest of ['', '/', '/TEST_CASE/', '//7', '/a/b/c', '/%E0%A4%A']) expect(thingFromPath(`/settings/audit-logs/history${rest}`)).toBeNull();
    expect(thingFromPath('/settings/audit-logs')).toBeNull();
  });
});
