import { expect, test } from 'vitest';
import { check } from './attack.js';
import { compare } from './counted.js';
import type { Count } from './counted.js';
import type { Posed } from './posed.js';

const exactly = (value: number): Count => ({ value, accuracy: 'EXACT', error: null });
const total = (count: Count, truth: number) => compare({ auditLogCount: count }, {}, [new Map([['', truth]])]);

test('a number is held to what it says of itself', () => {
  expect(total(exactly(5), 5).found.EXACT).toBe(1);
  expect(() => total(exactly(5), 6)).toThrow('the total: 5 said to be exact, where there are 6');
  expect(total({ value: 5, accuracy: 'AT_LEAST', error: null }, 6).found.AT_LEAST).toBe(1);
  expect(() => total({ value: 7, accuracy: 'AT_LEAST', error: null }, 6)).toThrow('the total: at least 7, where there are 6');
  expect(total({ value: 64, accuracy: 'ESTIMATE', error: 10 }, 74).missed).toBe(0);
  expect(total({ value: 64, accuracy: 'ESTIMATE', error: 10 }, 75).missed).toBe(1);
  expect(() => compare({}, {}, [])).toThrow('no counts');
});

test('a histogram spans its times without a gap, and no action or entry is left out of it', () => {
  const filter = { from: '2026-01-01T00:00:00.000000Z', to: '2026-01-03T00:00:00.000000Z' };
  const bucket = (from: number, to: number, ...entries: number[]) => ({
    from: `2026-01-0${from}T00:00:00.000000Z`,
    to: `2026-01-0${to}T00:00:00.000000Z`,
    count: exactly(entries.reduce((all, one) => all + one, 0)),
    actions: entries.map((one, n) => ({ action: `action${n}`, count: exactly(one) })),
  });
  const truth = [new Map([['0 action0', 3], ['1 action0', 1], ['1 action1', 2]])];
  const of = (...auditLogHistogram: ReturnType<typeof bucket>[]) => compare({ auditLogHistogram }, filter, truth);
  expect(of(bucket(1, 2, 3), bucket(2, 3, 1, 2)).found.EXACT).toBe(5);
  expect(() => of(bucket(1, 2, 3))).toThrow('do not span');
  expect(() => of(bucket(1, 1, 3), bucket(2, 3, 1, 2))).toThrow('does not begin where');
  expect(() => of(bucket(1, 2, 3), { ...bucket(2, 3, 1), count: exactly(3) })).toThrow('leaves out actions');
  expect(() => of({ ...bucket(1, 3, 3) })).toThrow('outside of every bucket');
});

test('of an exact facet only the rarest may be missing, and only of as many as were asked for', () => {
  const options = (...counts: number[]) => counts.map((count, n) => ({ option: { value: `o${n}` }, count: exactly(count) }));
  const facets = (users: ReturnType<typeof options>) => ({ auditLogFacets: { eventTypes: [], actions: [], users, projects: [] } });
  const truth = (...counts: number[]) => [new Map(), new Map(), new Map(counts.map((count, n) => [`o${n}`, count])), new Map()];
  expect(compare(facets(options(3, 2)), {}, truth(3, 2)).found.EXACT).toBe(2);
  expect(() => compare(facets(options(3, 2)), {}, truth(3, 2, 1))).toThrow('users: o2, with 1 entries, is missing');
  const many = Array.from({ length: 200 }, () => 5);
  expect(compare(facets(options(...many)), {}, truth(...many, 4)).found.EXACT).toBe(200);
  expect(() => compare(facets(options(...many)), {}, truth(...many, 6))).toThrow('is missing');
});

test('an answer to an attacker is right, or a refusal that is documented; all else ends the measurement', () => {
  const verify = (data: unknown): void => {
    if ((data as { n: number }).n !== 1) throw new Error('wrong');
  };
  const blow: Posed = { body: '{}', verify, known: [] };
  const answer = (json: unknown): Buffer => Buffer.from(JSON.stringify(json));
  expect(check(blow, 200, answer({ data: { n: 1 } }))).toBe(true);
  expect(blow.known).toHaveLength(1);
  expect(check(blow, 429, answer({ errors: [{ extensions: { code: 'TOO_MANY_REQUESTS' } }] }))).toBe(false);
  expect(() => check(blow, 200, answer({ data: { n: 2 } }))).toThrow('wrong');
  expect(() => check(blow, 500, answer({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] }))).toThrow('was answered 500');
});
