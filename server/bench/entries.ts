import { at, hex, mix, Random, uuid, Zipf } from './random.js';
import { ONCE, sentence } from './words.js';
import { MEET_ONCE, NEVER_MEET } from './world.js';
import type { Organization, World } from './world.js';

/** The numbers that the database gave to the names of the world, each list in the world's order. */
export interface Keys {
  readonly organizations: readonly { readonly number: number; readonly users: readonly number[]; readonly projects: readonly number[] }[];
  readonly eventTypes: ReadonlyMap<string, number>;
  readonly actions: ReadonlyMap<string, number>;
}

/** The part of a month that holds entries, in microseconds since 1970, and how many. */
export interface Month {
  readonly index: number;
  readonly from: number;
  readonly to: number;
  readonly rows: number;
}

/** What a line of `monthLines` holds, for COPY. */
export const COLUMNS =
  'organization, id, occurred_at, recorded_at, event_type, action, project, actor, entity_id, operation_id, entity_name, changes, source, details_salt, source_salt';

const AGENTS = ['Mozilla/5.0 (X11; Linux x86_64) Firefox/146.0', 'Mozilla/5.0 (Macintosh) Safari/619.2', 'Mozilla/5.0 (Windows NT 10.0) Chrome/143.0', 'curl/8.14'];
export const STATUSES = ['Draft', 'Active', 'In Progress', 'Outdated'];
export const PRIORITIES = ['Low', 'Medium', 'High', 'Critical'];

const zipfs = new Map<number, Zipf>();
function drawn(random: Random, size: number): number {
  let zipf = zipfs.get(size);
  if (!zipf) zipfs.set(size, (zipf = new Zipf(size, size > 100 ? 0.9 : 1.1)));
  return zipf.draw(random);
}

/** An act of several entries that is under way in an organization. */
interface Operation {
  id: string;
  user: number;
  left: number;
}

/** The entries of one month, oldest first, in COPY's text format; no two at the same microsecond. */
export function* monthLines(world: World, keys: Keys, month: Month): Generator<string> {
  const random = new Random(world.seed, 7, month.index);
  const operations = world.organizations.map((): Operation => ({ id: '', user: 0, left: 0 }));
  const step = (month.to - month.from) / month.rows;
  for (let n = 0; n < month.rows; n += 1) {
    const time = Math.floor(month.from + step * (n + random.next() * 0.999));
    const first = month.index === 0 && n < world.organizations.length;
    const number = first ? n : organizationOf(random, world);
    yield lineOf(random, world, keys, number, time, at(operations, number), first);
  }
}

function organizationOf(random: Random, { organizations }: World): number {
  let sought = random.next();
  return Math.max(0, organizations.findIndex(({ share }) => (sought -= share) < 0));
}

function lineOf(random: Random, world: World, keys: Keys, number: number, time: number, operation: Operation, first: boolean): string {
  const organization = at(world.organizations, number);
  const given = at(keys.organizations, number);
  if (operation.left === 0 && random.chance(0.015)) {
    operation.id = uuid(random.hex32());
    operation.user = drawn(random, organization.users.length);
    operation.left = 1 + drawn(random, 200);
  }
  const operationId = operation.left > 0 && !first ? operation.id : '\\N';
  let user = drawn(random, organization.users.length);
  if (operation.left > 0) user = operation.user;
  operation.left = Math.max(0, operation.left - 1);

  const type = first ? 0 : drawn(random, world.eventTypes.length);
  const { name, actions, inProject } = at(world.eventTypes, type);
  const action = at(actions, drawn(random, actions.length));
  let project = drawn(random, organization.projects.length);
  if (first) [user, project] = [MEET_ONCE.user, MEET_ONCE.project];
  else if ([NEVER_MEET, MEET_ONCE].some((pair) => pair.user === user && pair.project === project)) project = 0;

  const entity = entityOf(world.seed, number, type, inProject ? project : -1, drawn(random, 2_000));
  const side = entity % 2 === 0 ? 0 : 1;
  const entityName = sentence(new Random(entity), 3, side) + (first ? ` ${ONCE}` : '');
  return (
    `${given.number}\t${uuidV7(random, time)}\t${iso(time)}\t${iso(time + random.below(900))}\t${keys.eventTypes.get(name)}\t${keys.actions.get(action)}\t` +
    `${inProject ? at(given.projects, project) : '\\N'}\t${at(given.users, user)}\t${uuidOf(entity)}\t${operationId}\t${entityName}\t` +
    `${changesOf(random, organization, side)}\t${sourceOf(random, organization, user)}\t\\\\x${random.hex32()}\t\\\\x${random.hex32()}\n`
  );
}

/** About 300 bytes: one to four fields, among them texts, choices, numbers and persons. */
function changesOf(random: Random, { users }: Organization, side: 0 | 1): string {
  const text = (least: number): string => sentence(random, least + random.below(22), side);
  const changes: string[] = [];
  if (random.chance(0.7)) changes.push(change('description', text(5), text(7)));
  if (random.chance(0.5)) changes.push(change('status', random.of(STATUSES), random.of(STATUSES)));
  if (random.chance(0.3)) changes.push(change('priority', null, random.of(PRIORITIES)));
  if (random.chance(0.2)) changes.push(`{"field": "estimate", "old": ${random.below(100)}, "new": ${random.below(100)}}`);
  if (random.chance(0.1)) changes.push(`{"field": "owner", "ref": "user", "oldId": "${random.of(users).id}", "newId": "${random.of(users).id}"}`);
  if (changes.length === 0) changes.push(change('title', text(1), text(1)));
  return `[${changes.join(', ')}]`;
}

function change(field: string, before: string | null, after: string): string {
  return `{"field": "${field}", "old": ${before === null ? 'null' : `"${before}"`}, "new": "${after}"}`;
}

function sourceOf(random: Random, { users }: Organization, user: number): string {
  const ip = random.of(at(users, user).ips);
  const via = random.chance(0.7) ? 'web' : random.chance(0.8) ? 'api' : 'import';
  return `{"ip": "${ip}", "userAgent": "${random.of(AGENTS)}", "via": "${via}"}`;
}

/** A number that stands for one thing that is changed again and again. */
function entityOf(seed: number, ...parts: number[]): number {
  return parts.reduce((hash, part) => mix(hash ^ Math.imul(part + 2, 0x9e3779b1)), seed);
}

function uuidOf(entity: number): string {
  return uuid(hex(entity) + hex(mix(entity + 1)) + hex(mix(entity + 2)) + hex(mix(entity + 3)));
}

/** The log's form: UTC, six digits. */
export function iso(microseconds: number): string {
  const text = new Date(Math.floor(microseconds / 1000)).toISOString();
  return `${text.slice(0, 23)}${String(microseconds % 1000).padStart(3, '0')}Z`;
}

/** As `audit.uuid_v7` makes it: RFC 9562, method 3. */
function uuidV7(random: Random, microseconds: number): string {
  const milliseconds = Math.floor(microseconds / 1000).toString(16).padStart(12, '0');
  const fraction = Math.floor(((microseconds % 1000) * 4096) / 1000).toString(16).padStart(3, '0');
  const rest = hex(random.bits());
  return `${milliseconds.slice(0, 8)}-${milliseconds.slice(8)}-7${fraction}-a${rest.slice(0, 3)}-${rest.slice(3)}${hex(random.bits()).slice(0, 7)}`;
}
