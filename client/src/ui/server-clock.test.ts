import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ServerClock } from './server-clock.js';

const header = (at: number) => new Date(at).toUTCString();

describe('the time of the server', () => {
  it('is known to half a second and half the time that an answer takes, however wrong the clock here is', () => {
    const answer = fc.record({ at: fc.integer({ min: 1, max: 100_000 }), there: fc.integer({ min: 0, max: 800 }), back: fc.integer({ min: 0, max: 800 }) });
    fc.assert(
      fc.property(fc.integer({ min: -9e8, max: 9e8 }), fc.array(answer, { minLength: 1 }), (ahead, answers) => {
        const start = Date.parse('2026-11-25T12:00:00Z');
        let local = start;
        const clock = new ServerClock(() => local);
        for (const { at, there, back } of answers) clock.heard(header(start + ahead + at), start + at - there, (local = start + at + back));
        const worst = Math.max(...answers.map(({ there, back }) => 1000 + there + back));
        // Whole seconds are told, so that a clock that is not wrong by more is taken for right.
        expect(Math.abs(clock.now() - (local + ahead))).toBeLessThanOrEqual(worst);
      }),
    );
  });

  it('is this computer’s where that may be right, and where nothing is known', () => {
    const clock = new ServerClock(() => 5_000);
    expect(clock.now()).toBe(5_000);
    clock.heard(null, 4_900, 5_000);
    clock.heard('soon', 4_900, 5_000);
    clock.heard(header(4_000), 4_900, 5_000);
    expect(clock.now()).toBe(5_000);
  });

  it('is learnt anew where one of the clocks was set', () => {
    const hour = 3_600_000;
    let local = 0;
    const clock = new ServerClock(() => local);
    clock.heard(header(5 * hour), 0, 100);
    expect(Math.abs(clock.now() - 5 * hour)).toBeLessThan(1_000);
    local = 6 * hour;
    clock.heard(header(6 * hour), local - 100, local);
    expect(clock.now()).toBe(local);
  });
});
