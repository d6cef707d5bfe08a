import { describe, expect, it } from 'vitest';
import { readConfig } from './config.js';

describe('readConfig', () => {
  it('needs no setting at all', () => {
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      publicUrl: 'http://localhost:4000',
      databaseUrl: null,
      adminApiKey: null,
    });
    expect(readConfig({}).dataDirectory).toMatch(/[\\/]\.data$/);
  });

  it('takes a setting that is set to nothing as not set', () => {
    expect(readConfig({ PORT: '', ADMIN_EMAIL: '' })).toEqual(readConfig({}));
  });

  it('says every mistake in a sentence of its own, all at once', () => {
    const wrong = { PORT: '70000', PUBLIC_URL: 'audit.example.com', ADMIN_API_KEY: 'short', LOG_LEVEL: 'loud' };
    const message = messageOf(() => readConfig(wrong));
    const lines = message.split('\n');
    expect(lines.map((line) => line.split(' ')[0]).toSorted()).toEqual(Object.keys(wrong).toSorted());
    expect(lines.every((line) => line.endsWith('.') || line.endsWith(').'))).toBe(true);
  });

  it.each(['0', '-1', '4000.5', '0x10', ' 80', 'http'])('refuses the port %j', (port) => {
    expect(messageOf(() => readConfig({ PORT: port }))).toMatch(/^PORT must be a number from 1 to 65535/);
  });

  it('takes any key of 32 printable characters, and none of 31 or with a blank in it', () => {
    const key = '~!@#$%^&*()_+{}|:"<>?-=[];,./abc';
    expect(key).toHaveLength(32);
    expect(readConfig({ ADMIN_API_KEY: key }).adminApiKey).toBe(key);
    expect(() => readConfig({ ADMIN_API_KEY: key.slice(1) })).toThrow(/^ADMIN_API_KEY/);
    expect(() => readConfig({ ADMIN_API_KEY: `${key} ${key}` })).toThrow(/^ADMIN_API_KEY/);
  });

  it('refuses a password that belongs to nobody', () => {
    expect(() => readConfig({ ADMIN_PASSWORD: 'long enough' })).toThrow(/needs ADMIN_EMAIL/);
    expect(readConfig({ ADMIN_EMAIL: 'a@example.com', ADMIN_PASSWORD: 'long enough' }).adminEmail).toBe('a@example.com');
  });

  it('never repeats a password it refuses', () => {
    const secret = 'hunter2';
    const environment = { ADMIN_EMAIL: 'a@b', ADMIN_PASSWORD: secret, DATABASE_URL: `mysql://root:${secret}@db/x` };
    expect(messageOf(() => readConfig(environment))).not.toContain(secret);
  });

  it('says of a database URL what could not be worked with later', () => {
    const inUrl = (password: string) => `postgres://app:${password}@localhost/db`;
    expect(readConfig({ DATABASE_URL: inUrl('50%25') }).databaseUrl).toBe(inUrl('50%25'));
    expect(messageOf(() => readConfig({ DATABASE_URL: inUrl('50%off') }))).toBe('DATABASE_URL holds a % that begins no code: write %25 for a % of a name or password.');
    const DATABASE_URL = 'postgres:///db?host=/run/postgresql&user=owner';
    expect(readConfig({ DATABASE_URL, DATABASE_APP_URL: 'postgres://app:pw@localhost/db?host=/run/postgresql' }).databaseUrl).toBe(DATABASE_URL);
    expect(messageOf(() => readConfig({ DATABASE_URL, DATABASE_APP_URL: 'postgres:///db?host=/run/postgresql&user=app' }))).toMatch(/^DATABASE_APP_URL must name its role before the @/);
  });

  it('keeps only the origin of PUBLIC_URL', () => {
    expect(readConfig({ PUBLIC_URL: 'https://audit.example.com/' }).publicUrl).toBe('https://audit.example.com');
    expect(() => readConfig({ PUBLIC_URL: 'https://audit.example.com/path' })).toThrow(/^PUBLIC_URL/);
  });

  it('believes no proxy but those it is told of', () => {
    expect(readConfig({}).trustedProxies('127.0.0.1', 0)).toBe(false);
    const { trustedProxies } = readConfig({ TRUSTED_PROXIES: '10.1.0.0/16, 192.0.2.7,loopback' });
    expect(['10.1.2.3', '192.0.2.7', '::1', '10.2.0.1', '192.0.2.8'].map((address) => trustedProxies(address, 0))).toEqual([true, true, true, false, false]);
    expect(messageOf(() => readConfig({ TRUSTED_PROXIES: '10.0.0.0/99' }))).toMatch(/^TRUSTED_PROXIES must be addresses or networks/);
  });

  it('offers metrics where it is told to, on a port of their own', () => {
    expect(readConfig({}).metrics).toBeNull();
    expect(readConfig({ METRICS_PORT: '9100' }).metrics).toEqual({ host: '127.0.0.1', port: 9100 });
    expect(readConfig({ METRICS_PORT: '9100', METRICS_HOST: '0.0.0.0' }).metrics).toEqual({ host: '0.0.0.0', port: 9100 });
    expect(messageOf(() => readConfig({ METRICS_PORT: '4000' }))).toBe('METRICS_PORT must be another port than PORT.');
  });

  it('waits before it stops for as many seconds as it is told', () => {
    expect([readConfig({}).stopDelay, readConfig({ STOP_DELAY: '15' }).stopDelay]).toEqual([0, 15_000]);
    expect(messageOf(() => readConfig({ STOP_DELAY: '15s' }))).toMatch(/^STOP_DELAY must be a number of seconds/);
  });
});

function messageOf(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  throw new Error('nothing was refused');
}
