import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import proxyAddress from 'proxy-addr';
import { FatalError } from './errors.js';
import { logLevels } from './logger.js';
import type { LogLevel } from './logger.js';

/** Whether the address of a peer is that of a proxy whose X-Forwarded-For is believed. */
export type TrustedProxies = (address: string, hop: number) => boolean;

/** What the operator decides. Read once from the environment, checked as a whole, then only passed on. */
export interface Config {
  /** The one port for page, GraphQL and subscriptions; default 4000. */
  readonly port: number;
  /** The address to listen on; default 127.0.0.1, reachable from this machine only. */
  readonly host: string;
  /** Where people reach the product, without a slash at the end; with https, cookies are `Secure` and `__Host-`. */
  readonly publicUrl: string;
  /** Absolute path of the folder that holds the embedded Postgres and its password. */
  readonly dataDirectory: string;
  /** A Postgres of the operator's own in place of the embedded one: the owner's connection, which migrates. */
  readonly databaseUrl: string | null;
  /** The connection the server works with, where the owner's may not create roles. */
  readonly databaseAppUrl: string | null;
  /** The first administrator, made at the first start and ignored afterwards. */
  readonly adminEmail: string | null;
  readonly adminPassword: string | null;
  /** A key with all scopes, made at the first start, for people who deploy by script. */
  readonly adminApiKey: string | null;
  readonly logLevel: LogLevel;
  /** How long one statement of the server may take, in seconds; default 30. What takes longer is told `TIMEOUT`. */
  readonly statementTimeout: number;
  /** Proxies in front that are believed about whom they speak for; default none. */
  readonly trustedProxies: TrustedProxies;
  /** Where Prometheus finds the metrics; null: nowhere. */
  readonly metrics: { readonly host: string; readonly port: number } | null;
  /** How long to go on serving, in milliseconds, after being asked to stop: until balancers have seen that. Default 0. */
  readonly stopDelay: number;
}

const trustNobody: TrustedProxies = () => false;

const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Reads the settings.
 * @param environment where from; the process's own, if not told otherwise
 * @throws FatalError with one sentence for each mistake, all of them together
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const mistakes: string[] = [];
  /** A setting that is set to nothing counts as not set, as shells and compose files leave it. */
  const read = <T>(name: string, fallback: T, parse: (text: string) => T | string[]): T => {
    const text = environment[name];
    if (text === undefined || text === '') return fallback;
    const value = parse(text);
    if (!Array.isArray(value)) return value;
    mistakes.push(`${name} ${value.join(' ')}`);
    return fallback;
  };

  const port = read('PORT', 4000, parsePort);
  const host = read('HOST', '127.0.0.1', parseHost);
  const metricsPort = read<number | null>('METRICS_PORT', null, parsePort);
  const metricsHost = read('METRICS_HOST', host, parseHost);
  const config: Config = {
    port,
    host,
    publicUrl: read('PUBLIC_URL', defaultPublicUrl(host, port), parsePublicUrl),
    dataDirectory: resolve(repositoryRoot, read<string>('DATA_DIR', '.data', (text) => text)),
    databaseUrl: read<string | null>('DATABASE_URL', null, parseDatabaseUrl),
    databaseAppUrl: read<string | null>('DATABASE_APP_URL', null, parseApplicationUrl),
    adminEmail: read<string | null>('ADMIN_EMAIL', null, parseEmail),
    adminPassword: read<string | null>('ADMIN_PASSWORD', null, parsePassword),
    adminApiKey: read<string | null>('ADMIN_API_KEY', null, parseApiKey),
    logLevel: read<LogLevel>('LOG_LEVEL', 'warn', parseLogLevel),
    statementTimeout: read('STATEMENT_TIMEOUT', 30, parseSeconds),
    trustedProxies: read<TrustedProxies>('TRUSTED_PROXIES', trustNobody, parseProxies),
    metrics: metricsPort === null ? null : { host: metricsHost, port: metricsPort },
    stopDelay: read('STOP_DELAY', 0, parseDelay),
  };

  if (environment['ADMIN_PASSWORD'] && !environment['ADMIN_EMAIL']) {
    mistakes.push('ADMIN_PASSWORD needs ADMIN_EMAIL beside it, the address it signs in with.');
  }
  if (environment['DATABASE_APP_URL'] && !environment['DATABASE_URL']) {
    mistakes.push("DATABASE_APP_URL needs DATABASE_URL beside it, the owner's connection that migrates.");
  }
  if (metricsPort === port && metricsHost === host) mistakes.push('METRICS_PORT must be another port than PORT.');
  if (mistakes.length > 0) throw new FatalError(mistakes.join('\n'));
  return config;
}

// Each parser answers with the value, or with what to say after the setting's name.

function parsePort(text: string): number | string[] {
  const port = Number(text);
  return /^\d{1,5}$/.test(text) && port >= 1 && port <= 65535
    ? port
    : [`must be a number from 1 to 65535, not ${JSON.stringify(text)}.`];
}

function parseHost(text: string): string | string[] {
  return /^[\w.:-]+$/.test(text)
    ? text
    : [`must be an address or name to listen on, such as 127.0.0.1 or 0.0.0.0, not ${JSON.stringify(text)}.`];
}

function parsePublicUrl(text: string): string | string[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  return url && /^https?:$/.test(url.protocol) && url.pathname === '/' && !url.search && !url.hash && !url.username
    ? url.origin
    : [`must be an origin such as https://audit.example.com, not ${JSON.stringify(text)}.`];
}

function parseDatabaseUrl(text: string): string | string[] {
  const url = URL.canParse(text) ? new URL(text) : null;
  // The text itself is not repeated: it may hold a password.
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || url.pathname.length <= 1) {
    return ['must be of the form postgres://user:password@host:port/database.'];
  }
  const isReadable = [url.username, url.password, url.pathname].every((part) => isPercentEncoded(part));
  return isReadable ? text : ['holds a % that begins no code: write %25 for a % of a name or password.'];
}

/** The migrations give the rights to the role that is named before the @. */
function parseApplicationUrl(text: string): string | string[] {
  const parsed = parseDatabaseUrl(text);
  if (Array.isArray(parsed) || new URL(parsed).username !== '') return parsed;
  return ['must name its role before the @, as in postgres://user:password@host:port/database; a socket goes to the end, as ?host=/path.'];
}

function isPercentEncoded(text: string): boolean {
  try {
    return decodeURIComponent(text) !== null;
  } catch {
    return false;
  }
}

function parseEmail(text: string): string | string[] {
  return /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= 254
    ? text
    : [`must be an e-mail address, not ${JSON.stringify(text)}.`];
}

function parsePassword(text: string): string | string[] {
  return text.length >= 8 && text.length <= 256 ? text : ['must have 8 to 256 characters.'];
}

function parseApiKey(text: string): string | string[] {
  return /^[\x21-\x7e]{32,256}$/.test(text)
    ? text
    : ['must have 32 to 256 printable ASCII characters without spaces (`openssl rand -hex 32` makes one).'];
}

function parseLogLevel(text: string): LogLevel | string[] {
  const level = logLevels.find((known) => known === text);
  return level ?? [`must be one of ${logLevels.join(', ')}, not ${JSON.stringify(text)}.`];
}

function parseSeconds(text: string): number | string[] {
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : [`must be a number of seconds from 1 to 9999, not ${JSON.stringify(text)}.`];
}

/** Addresses and networks, and the names `loopback`, `linklocal` and `uniquelocal` for those that are reserved. */
function parseProxies(text: string): TrustedProxies | string[] {
  try {
    return proxyAddress.compile(text.split(',').map((part) => part.trim()));
  } catch {
    return [`must be addresses or networks such as 10.0.0.1, 10.1.0.0/16, parted by commas, not ${JSON.stringify(text)}.`];
  }
}

function parseDelay(text: string): number | string[] {
  return /^\d{1,3}$/.test(text) ? Number(text) * 1000 : [`must be a number of seconds from 0 to 999, not ${JSON.stringify(text)}.`];
}

/** A browser cannot open 0.0.0.0, and passkeys need a name: on this machine that is `localhost`. */
function defaultPublicUrl(host: string, port: number): string {
  const local = ['127.0.0.1', '::1', '0.0.0.0', '::', 'localhost'].includes(host);
  const name = local ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
