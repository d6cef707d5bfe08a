import type { FieldChange, Json } from '@audit-log/shared/entry';
import { describe, expect, it } from 'vitest';
import { summarize, type Part } from './summary.js';

function change(field: string, old: Json, after: Json, redacted = false): FieldChange {
  return { field, old, new: after, redacted };
}

function words(action: string, details: readonly FieldChange[]): string {
  const { parts, more } = summarize({ eventType: 'TEST_CASE', action, details, source: null });
  return [...parts.map(say), ...(more > 0 ? [`${more} more`] : [])].join(' · ');
}

function say(part: Part): string {
  if (part.kind === 'plain') return part.text;
  if (part.kind === 'value') return `${part.field} ${part.text}`;
  if (part.kind === 'change') return `${part.field} ${part.old} → ${part.new}`;
  const items = [...part.added.map((item) => `+${item}`), ...part.removed.map((item) => `−${item}`)];
  return [part.field, ...items, ...(part.more > 0 ? [`and ${part.more}`] : [])].join(' ');
}

const long = 'Detects when a user creates an access key for another user, and keeps access after that.';

describe('the summary of an update', () => {
  it('tells the status first, and counts what it does not tell', () => {
    const details = [
      change('description', long, `${long} Really.`),
      change('labels', ['AWS'], ['AWS', 'Persistence:Account Manipulation']),
      change('status', 'Draft', 'Active'),
    ];
    expect(words('update', details)).toBe('status Draft → Active · 2 more');
  });

  it('tells a second change where both are short', () => {
    const details = [change('priority', 'Low', 'High'), change('status', 'Draft', 'Active')];
    expect(words('update', details)).toBe('status Draft → Active · priority Low → High');
  });

  it('names what came into a list and what went', () => {
    expect(words('update', [change('labels', ['a', 'b'], ['b', 'c'])])).toBe('labels +c −a');
    expect(words('update', [change('labels', [], ['a', 'b', 'c'])])).toBe('labels +a +b and 1');
    expect(words('update', [change('labels', ['a', 'b'], ['b', 'a'])])).toBe('labels reordered');
  });

  it('counts steps', () => {
    const before = [{ action: 'one', expected: 'x' }];
    const after = [
      { action: 'one', expected: 'y' },
      { action: 'two', expected: 'z' },
    ];
    expect(words('update', [change('steps', before, after)])).toBe('steps 1 added, 1 changed');
  });

  it('counts the words of a long text', () => {
    expect(words('update', [change('description', long, `${long} Close it.`)])).toBe(
      'description reworded, +2 words',
    );
    expect(words('update', [change('description', null, long)])).toBe('description added');
    expect(words('update', [change('description', long, null)])).toBe('description removed');
  });

  it('writes folders as paths and field names as words', () => {
    expect(words('move', [change('folder', null, 'Archive/2026')])).toBe('folder top level → Archive / 2026');
    expect(words('update', [change('automationType', 'a', 'b')])).toBe('automation type a → b');
  });

  it('tells only the new value where there was none', () => {
    expect(words('update', [change('reference', null, 'https://example.com')])).toBe('reference https://example.com');
  });

  it('says none where a value was emptied', () => {
    expect(words('update', [change('owner', 'A. Rivera', null)])).toBe('owner A. Rivera → none');
  });

  it('never shows what was redacted', () => {
    expect(words('update', [change('password', null, null, true)])).toBe('password changed, secret');
  });
});

describe('the summary of what was created or deleted', () => {
  it('tells what it began with, without the name and the project that stand beside', () => {
    const details = [
      change('project', null, 'Checkout'),
      change('title', null, 'Okta login'),
      change('steps', null, [{ action: 'one', expected: '' }]),
      change('priority', null, 'Medium'),
      change('folder', null, 'Sign-in'),
    ];
    expect(words('create', details)).toBe('priority Medium · folder Sign-in · 1 more');
  });

  it('tells what was asked of the log in the words of the filters, and anything else without its braces', () => {
    const details = [change('used', null, 'page'), change('filter', null, { range: '7d' })];
    expect(words('view', details)).toBe('filter Last 7 days · used page');
    const filter = { eventTypes: ['USER', 'API_KEY'], exclude: { actions: ['view'] } };
    expect(words('export', [change('filter', null, filter)])).toBe('filter Event type is API key or User, Action is not view');
    expect(words('export', [change('shape', null, { sides: [1, 2], of: { colour: 'red' } })])).toBe('shape sides 1, 2, of (colour red)');
  });

  it('tells what it was', () => {
    const details = [
      change('title', 'Okta login', null),
      change('status', 'Active', null),
      change('priority', 'High', null),
      change('steps', [{ action: 'one', expected: '' }], null),
    ];
    expect(words('delete', details)).toBe('was Active, High, 1 step');
  });

  it('says nothing where there is nothing to say', () => {
    expect(words('delete', [change('name', 'Sign-in', null)])).toBe('');
    expect(words('sign_out', [])).toBe('');
  });
});

describe('the summary of a sign-in', () => {
  const source = { ip: '185.220.101.7', userAgent: null, via: 'web' };
  const signIn = (action: string, details: readonly FieldChange[]) =>
    summarize({ eventType: 'AUTHENTICATION', action, details, source }).parts.map(say);

  it('says from where, and why it failed', () => {
    const method = change('method', null, 'password');
    expect(signIn('sign_in', [method, change('outcome', null, 'success')])).toEqual(['from 185.220.101.7']);
    expect(signIn('sign_in_failed', [method, change('outcome', null, 'wrong password')])).toEqual([
      'wrong password from 185.220.101.7',
    ]);
  });

  it('names the address that no account has', () => {
    const details = [change('outcome', null, 'unknown address'), change('email', null, 'eve@example.com')];
    expect(signIn('sign_in_failed', details)).toEqual(['unknown address eve@example.com from 185.220.101.7']);
  });
});
