import { describe, expect, it } from 'vitest';
import { countSteps, countText, diffList, diffSteps } from './list-diff.js';

const step = (action: string, expected = '') => ({ action, expected });

describe('the diff of a list', () => {
  it('says what came, what went and what stayed', () => {
    expect(diffList(['AWS', 'IAM', 'Demo'], ['AWS', 'IAM', 'Persistence'])).toEqual({
      added: ['Persistence'],
      removed: ['Demo'],
      kept: ['AWS', 'IAM'],
      reordered: false,
    });
  });

  it('counts elements that occur twice', () => {
    expect(diffList(['a', 'a'], ['a', 'b'])).toMatchObject({ added: ['b'], removed: ['a'], kept: ['a'] });
  });

  it('tells another order from no change', () => {
    expect(diffList(['a', 'b'], ['b', 'a']).reordered).toBe(true);
    expect(diffList(['a', 'b'], ['a', 'b']).reordered).toBe(false);
  });
});

describe('the diff of steps', () => {
  it('pairs a changed step with what it was, and marks the words', () => {
    const rows = diffSteps(
      [step('user1 creates a key', 'no alert'), step('user2 creates a key', 'info')],
      [step('user1 creates a key', 'no alert'), step('user2 creates a key', 'alert'), step('jack creates a key')],
    );
    expect(rows.map(({ kind, number }) => [kind, number])).toEqual([
      ['same', 1],
      ['changed', 2],
      ['added', 3],
    ]);
    expect(rows[1]?.expected).toEqual([
      { kind: 'removed', text: 'info' },
      { kind: 'added', text: 'alert' },
    ]);
    expect(countText({ ...countSteps(rows) })).toBe('1 added, 1 changed, 1 kept');
  });

  it('numbers removed steps as they were, kept ones as they are', () => {
    const rows = diffSteps([step('one'), step('two'), step('three')], [step('one'), step('three')]);
    expect(rows.map(({ kind, number }) => [kind, number])).toEqual([
      ['same', 1],
      ['removed', 2],
      ['same', 2],
    ]);
  });

  it('shows all steps as removed when none is left', () => {
    expect(countSteps(diffSteps([step('one'), step('two')], []))).toMatchObject({ removed: 2, kept: 0 });
  });
});
