import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { EmbedSession, type TokenInfo } from './session.js';

const PAGE = '0a'.repeat(16);
const OWN = `audit_embed_${PAGE}_${'x'.repeat(43)}`;
const NEXT = `audit_embed_${'1b'.repeat(16)}_${'y'.repeat(43)}`;
const APP = 'https://app.example.com';

interface Options {
  readonly ancestors?: readonly string[] | null;
  readonly framed?: boolean;
}

/** A viewer in a page of `APP`, with a server that knows what each token is good for. */
function open({ ancestors = [APP], framed = true }: Options = {}) {
  const told: string[] = [];
  const known = new Map<string, TokenInfo>([
    [OWN, { expiresInSeconds: 600, origins: [APP], part: 'all' }],
    [NEXT, { expiresInSeconds: 600, origins: [APP], part: 'all' }],
  ]);
  let sent: string | null = null;
  let away = false;
  const session = new EmbedSession(
    { pageId: PAGE, ancestors, framed },
    {
      authorize: (token) => (sent = token),
      ask: async () => {
        if (away) throw new Error('away');
        return known.get(sent ?? '') ?? null;
      },
      tell: (event, reason) => told.push(reason === undefined ? event : `${event} ${reason}`),
    },
  );
  return { session, told, known, sent: () => sent, goAway: (now: boolean) => (away = now) };
}

describe('an embedded viewer', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  test('waits for a token, and shows the log when one has come', async () => {
    const { session, told } = open();
    session.start(null);
    expect([session.snapshot(), told]).toEqual([{ status: 'waiting' }, ['ready']]);
    await session.take(OWN, APP);
    expect([session.snapshot(), told]).toEqual([{ status: 'open', part: 'all' }, ['ready', 'shown']]);
  });

  test('takes the token of its own address', async () => {
    const { session, told } = open({ ancestors: null });
    session.start(OWN);
    await vi.waitFor(() => expect(session.snapshot()).toEqual({ status: 'open', part: 'all' }));
    expect(told).toEqual(['shown']);
  });

  test('shows nothing with a token that belongs to another address, since the browser compared other origins', () => {
    const { session, sent } = open({ ancestors: null });
    session.start(NEXT);
    expect([session.snapshot(), sent()]).toEqual([{ status: 'refused', reason: 'token' }, null]);
  });

  test.each([
    ['the page that hands it over', { ancestors: null }, 'https://evil.example'],
    ['a page around it', { ancestors: [APP, 'https://evil.example'] }, APP],
  ] as const)('shows nothing where %s is not of its origins, and sends the token no more', async (_, options, sender) => {
    const { session, told, sent } = open(options);
    session.start(null);
    await session.take(OWN, sender);
    expect([session.snapshot(), told.at(-1), sent()]).toEqual([{ status: 'refused', reason: 'origin' }, 'refused origin', null]);
  });

  test('shows nothing by itself, without a page around it', async () => {
    const { session, told, sent } = open({ framed: false });
    session.start(OWN);
    await session.take(OWN, APP);
    expect([session.snapshot(), told, sent()]).toEqual([{ status: 'refused', reason: 'page' }, ['refused page'], null]);
  });

  test('asks for another token before its own ends, again until it comes, and goes on with it without a word', async () => {
    const { session, told, known, sent } = open();
    session.start(null);
    await session.take(OWN, APP);
    await vi.advanceTimersByTimeAsync(479_000);
    expect(told).toEqual(['ready', 'shown']);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(told.slice(2)).toEqual(['renew', 'renew']);
    known.delete(OWN);
    await session.take(NEXT, APP);
    await vi.advanceTimersByTimeAsync(300_000);
    expect([session.snapshot(), sent(), told.slice(4)]).toEqual([{ status: 'open', part: 'all' }, NEXT, []]);
  });

  test('says when its token has ended, keeps what is shown, and goes on with the next one', async () => {
    const { session, told, known } = open();
    session.start(null);
    await session.take(OWN, APP);
    await vi.advanceTimersByTimeAsync(601_000);
    expect([session.snapshot(), told.at(-1)]).toEqual([{ status: 'expired', part: 'all' }, 'expired']);
    known.delete(OWN);
    await session.take(NEXT, APP);
    expect([session.snapshot(), told.at(-1)]).toEqual([{ status: 'open', part: 'all' }, 'shown']);
  });

  test('says so at once when its token was taken back, and only then', async () => {
    const { session, known, goAway } = open();
    session.start(null);
    await session.take(OWN, APP);
    await session.doubt();
    goAway(true);
    await session.doubt();
    expect(session.snapshot()).toEqual({ status: 'open', part: 'all' });
    goAway(false);
    known.delete(OWN);
    await session.doubt();
    expect(session.snapshot()).toEqual({ status: 'expired', part: 'all' });
  });

  test('what is no token changes nothing of what is shown, and is told where nothing is', async () => {
    const { session, sent } = open();
    session.start(null);
    await session.take('nonsense', APP);
    expect(session.snapshot()).toEqual({ status: 'refused', reason: 'token' });
    await session.take(OWN, APP);
    await session.take('nonsense', APP);
    expect([session.snapshot(), sent()]).toEqual([{ status: 'open', part: 'all' }, OWN]);
  });

  test('tries again where the server could not be reached', async () => {
    const { session, goAway } = open();
    goAway(true);
    session.start(OWN);
    await vi.waitFor(() => expect(session.snapshot()).toEqual({ status: 'failed' }));
    goAway(false);
    session.retry();
    await vi.waitFor(() => expect(session.snapshot()).toEqual({ status: 'open', part: 'all' }));
  });
});
