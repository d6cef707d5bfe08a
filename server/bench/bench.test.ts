import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { monthLines } from './entries.js';
import type { Keys, Month } from './entries.js';
import { inTurns, spread } from './statistics.js';
import { apply } from './target.js';
import type { Target } from './target.js';
import { NEVER_TOGETHER, word } from './words.js';
import { createWorld, MEET_ONCE, NEVER_MEET } from './world.js';

const world = createWorld(1);
const numbered = (list: readonly unknown[]): number[] => list.map((_, n) => n + 1);
const named = (names: readonly string[]): Map<string, number> => new Map(names.map((name, n) => [name, n + 1]));
const keys: Keys = {
  organizations: world.organizations.map(({ users, projects }, n) => ({ number: n + 1, users: numbered(users), projects: numbered(projects) })),
  eventTypes: named(world.eventTypes.map(({ name }) => name)),
  actions: named(world.eventTypes.flatMap(({ actions }) => actions)),
};
const month: Month = { index: 0, from: Date.UTC(2024, 10, 1) * 1000, to: Date.UTC(2024, 11, 1) * 1000, rows: 5_000 };

test('entries follow from their seed, oldest first, in the shares and with the meetings that the questions rely on', () => {
  const lines = [...monthLines(world, keys, month)];
  expect([...monthLines(world, keys, month)]).toEqual(lines);
  expect([...monthLines(createWorld(2), keys, month)]).not.toEqual(lines);

  const entries = lines.map((line) => line.trimEnd().split('\t'));
  const times = entries.map(([, , time = '']) => time);
  expect(times).toEqual([...new Set(times)].toSorted());
  expect(entries.filter(([organization]) => organization === '1').length / entries.length).toBeCloseTo(0.8, 1);
  const meetings = (pair: { user: number; project: number }, organization: string) =>
    entries.filter((entry) => entry[0] === organization && entry[6] === String(pair.project + 1) && entry[7] === String(pair.user + 1)).length;
  for (const organization of ['1', '2', '3']) {
    expect(meetings(NEVER_MEET, organization)).toBe(0);
    expect(meetings(MEET_ONCE, organization)).toBe(1);
  }
  const [one, other] = NEVER_TOGETHER.map((rank) => word(rank));
  const texts = entries.map((entry) => `${entry[10]} ${entry[11]}`);
  expect(texts.filter((text) => text.includes(one ?? '')).length).toBeGreaterThan(100);
  expect(texts.filter((text) => text.includes(one ?? '') && text.includes(other ?? ''))).toEqual([]);
  const sizes = entries.map((entry) => JSON.stringify(JSON.parse(entry[11] ?? '')).length);
  expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThan(200);
});

test.each([
  ['a fast error', 500, 'right'],
  ['another answer', 200, 'wrong'],
])('%s is no figure but the end of the measurement', async (_, status, body) => {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    response.statusCode = asked > 20 ? status : 200;
    request.resume().on('end', () => response.end(asked > 20 ? body : 'right'));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const target: Target = { name: 'it', server: { port: (server.address() as AddressInfo).port, usage: async () => 0 }, path: '/', headers: {} };
  const question = { body: '{}', answer: Buffer.from('right') };
  await expect(apply(target, [question], 2, 30_000)).rejects.toThrow(`it gave another answer under load (${status})`);
  expect(asked).toBeGreaterThan(20);
  server.closeAllConnections();
  server.close();
});

test('works take turns, each round beginning with another', async () => {
  const order: string[] = [];
  const work = (name: string) => async () => order.push(name);
  const results = await inTurns({ a: work('a'), b: work('b'), c: work('c') }, 2);
  expect(order).toEqual(['a', 'b', 'c', 'b', 'c', 'a']);
  expect(results).toEqual({ a: [1, 6], b: [2, 4], c: [3, 5] });
  expect(spread([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3 });
});
