import fc from 'fast-check';
import { expect, it } from 'vitest';
import { withEntries } from './entries.js';

const entry = fc.tuple(fc.nat(9), fc.nat(9)).map(([time, id]) => ({ id: `${time} ${id}`, time: String(time) }));

it('pages and what comes live are one list, newest first, each entry once, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.array(fc.array(entry)), (parts) => {
      const all = parts.reduce((list, part) => withEntries(list, [...new Map(part.map((one) => [one.id, one])).values()]), withEntries<{ id: string; time: string }>([], []));
      const wanted = [...new Map(parts.flat().map((one) => [one.id, one])).values()].toSorted((a, b) => (a.time + a.id < b.time + b.id ? 1 : -1));
      expect(all).toEqual(wanted);
    }),
  );
});
