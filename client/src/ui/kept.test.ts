import { beforeEach, expect, it, vi } from 'vitest';

const store = new Map<string, string>();
let full = false;

beforeEach(() => {
  store.clear();
  full = false;
  vi.resetModules();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => {
      if (full) throw new Error('The quota has been exceeded.');
      store.set(key, value);
    },
  });
});

const load = async () => import('./kept.js');
const numberOf = (json: unknown) => (typeof json === 'number' ? json : 0);

it('is kept for the person who chose it, and for nobody else', async () => {
  const { kept, recallKept } = await load();
  recallKept('ana');
  const choice = kept('choice', numberOf);
  choice.set(7);
  recallKept('mara');
  expect(choice.current()).toBe(0);
  choice.set(3);
  recallKept('ana');
  expect(choice.current()).toBe(7);
});

it('is taken up where it is first asked for after the person is known', async () => {
  store.set('choice:ana', '5');
  const { kept, recallKept } = await load();
  recallKept('ana');
  expect(kept('choice', numberOf).current()).toBe(5);
});

it('is not kept where nobody looks, and holds until then', async () => {
  const { kept } = await load();
  const choice = kept('choice', numberOf);
  choice.set(7);
  expect(choice.current()).toBe(7);
  expect(store.size).toBe(0);
});

it('holds where the browser keeps nothing, and what a hand has left there does no harm', async () => {
  store.set('choice:ana', '{no JSON');
  const { kept, recallKept } = await load();
  recallKept('ana');
  const choice = kept('choice', numberOf);
  expect(choice.current()).toBe(0);
  full = true;
  choice.set(7);
  expect(choice.current()).toBe(7);
});
