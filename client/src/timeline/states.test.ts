import type { FieldChange, Json } from '@audit-log/shared/entry';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, stateAfter } from './states.js';

const change = (field: string, old: Json, value: Json, redacted = false): FieldChange => ({ field, old, new: value, redacted });
const history = [
  { details: [change('title', null, 'Card declined'), change('status', null, 'DRAFT'), change('labels', null, ['pay'])] },
  { details: [change('status', 'DRAFT', 'ACTIVE'), change('labels', ['pay'], ['pay', 'retry'])] },
  { details: [change('status', 'ACTIVE', 'DRAFT')] },
];
const values = (index: number) => Object.fromEntries([...stateAfter(history, index).values()].map(({ field, value }) => [field, value]));

describe('the state of a thing', () => {
  it('is what its entries made of it up to that point', () => {
    expect(values(0)).toEqual({ title: 'Card declined', status: 'DRAFT', labels: ['pay'] });
    expect(values(1)).toEqual({ title: 'Card declined', status: 'ACTIVE', labels: ['pay', 'retry'] });
    expect([...stateAfter(history, 2).values()].map(({ field, setBy }) => [field, setBy])).toEqual([['title', 0], ['status', 2], ['labels', 1]]);
  });

  it('before the first entry that tells of a field is what that one calls old', () => {
    expect(stateAfter(history.slice(1), -1).get('status')).toEqual({ field: 'status', value: 'DRAFT', redacted: false, setBy: null });
  });

  it('is the same whichever entries are forgotten before the point', () => {
    const field = fc.constantFrom('a', 'b', 'c');
    fc.assert(
      fc.property(fc.array(fc.tuple(field, fc.integer()), { minLength: 1, maxLength: 12 }), fc.nat(), fc.nat(), (steps, cut, at) => {
        const now = new Map<string, number>();
        const entries = steps.map(([name, value]) => {
          const old = now.get(name) ?? null;
          now.set(name, value);
          return { details: [change(name, old, value)] };
        });
        const from = cut % entries.length;
        const index = from + (at % (entries.length - from));
        const whole = stateAfter(entries, index);
        for (const [name, { value }] of stateAfter(entries.slice(from), index - from)) expect(value).toEqual(whole.get(name)?.value ?? null);
      }),
    );
  });
});

describe('two points', () => {
  it('differ in what is not the same at both, in the direction that is asked for', () => {
    const [a, b] = [stateAfter(history, 0), stateAfter(history, 1)];
    expect(compare(a, b).changed.map(({ field, old, new: value }) => [field, old, value])).toEqual([
      ['status', 'DRAFT', 'ACTIVE'],
      ['labels', ['pay'], ['pay', 'retry']],
    ]);
    expect(compare(b, a).changed[0]).toEqual(change('status', 'ACTIVE', 'DRAFT'));
    expect(compare(a, stateAfter(history, 2)).changed.map(({ field }) => field)).toEqual(['labels']);
    expect(compare(a, b).same.map(({ field }) => field)).toEqual(['title']);
  });

  it('differ in a secret where it was set between them, though its value was never recorded', () => {
    const secret = [{ details: [change('password', null, null, true)] }, { details: [] }, { details: [change('password', null, null, true)] }];
    const at = (index: number) => stateAfter(secret, index);
    expect([compare(at(0), at(1)).changed.length, compare(at(0), at(2)).changed.length]).toEqual([0, 1]);
  });
});
