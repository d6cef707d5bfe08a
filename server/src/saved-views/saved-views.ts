import { isPermitted } from '@audit-log/shared/permission';
import { asId } from '../access/id.js';
import { keepPerson } from '../access/person.js';
import type { Principal } from '../access/principal.js';
import { within } from '../access/rows.js';
import type { Query } from '../access/rows.js';
import { checkName } from '../access/text.js';
import type { ActingOptions, Capture } from '../capture/acting.js';
import { ProductError } from '../errors.js';
import { LIMITS, badInput, checkFilter, checkPresent } from './input.js';
import {
  clearDefaultView,
  deleteSavedView,
  findDefaultView,
  findSavedView,
  insertSavedView,
  listSavedViews,
  lockSavedView,
  lockSpaces,
  lookAtSpace,
  updateSavedView,
  writeDefaultView,
} from './saved-view.js';
import type { Reader, SavedView } from './saved-view.js';

/** A view as one reader has it. */
export interface ReadersView extends SavedView {
  /** Whether the reader may change and delete it. */
  readonly canChange: boolean;
}

/** What is missing stays as it is. */
export interface SavedViewChange {
  readonly name?: string | null;
  readonly filter?: string | null;
  readonly shared?: boolean | null;
}

/**
 * The views of an organization: each person's own, which nobody else sees, and the shared ones. Every change of one is
 * recorded in its own transaction; which one a person's log opens with is not.
 */
export class SavedViews {
  constructor(
    private readonly query: Query,
    private readonly capture: Capture,
  ) {}

  /** The reader's own views, then the shared ones, by name. */
  async list(principal: Principal): Promise<ReadersView[]> {
    const views = await listSavedViews(this.query, readerOf(principal));
    return views.map((view) => asReader(principal, view));
  }

  /** What the reader's log opens with; null: nothing. */
  async defaultOf(principal: Principal): Promise<ReadersView | null> {
    const view = await findDefaultView(this.query, readerOf(principal));
    return view === null ? null : asReader(principal, view);
  }

  /** @throws ProductError BAD_USER_INPUT, FORBIDDEN for a key that may not, CONFLICT where the name is taken or there are too many */
  async create(principal: Principal, input: { readonly name: string; readonly filter: string; readonly shared: boolean }, acting: ActingOptions): Promise<ReadersView> {
    const reader = readerOf(principal);
    const name = checkName('name', input.name, LIMITS.name);
    const filter = checkFilter(input.filter);
    const { shared } = input;
    if (reader.personId === null && !shared) throw badInput('shared must be true: an API key has no views of its own.');
    requireHand(principal);
    return this.capture.actingAs(principal.actor, acting, async (tx) => {
      const query = within(tx);
      await begin(query, reader);
      await requireRoom(query, reader, { name, shared }, null);
      const id = await insertSavedView(query, reader, { name, filter, shared });
      return asReader(principal, await reread(query, reader, id));
    });
  }

  /**
   * Changes name, filter, or who has it. Writes nothing, and leaves no entry, where all is so already.
   * @throws ProductError BAD_USER_INPUT, NOT_FOUND, FORBIDDEN, CONFLICT as `create`
   */
  async update(principal: Principal, id: string, change: SavedViewChange, acting: ActingOptions): Promise<ReadersView> {
    const reader = readerOf(principal);
    const wanted: { name?: string; filter?: string; shared?: boolean } = {};
    if (change.name !== undefined) wanted.name = checkName('name', checkPresent('name', change.name), LIMITS.name);
    if (change.filter !== undefined) wanted.filter = checkFilter(checkPresent('filter', change.filter));
    if (change.shared !== undefined) wanted.shared = checkPresent('shared', change.shared);
    return this.capture.actingAs(principal.actor, acting, async (tx) => {
      const query = within(tx);
      await begin(query, reader);
      const before = await lockToChange(query, principal, id);
      const after = { ...before, ...wanted };
      if (before.shared && !after.shared && before.creatorId !== reader.personId) throw notTheMaker();
      if (after.name === before.name && after.filter === before.filter && after.shared === before.shared) return asReader(principal, before);
      await requireRoom(query, reader, after, before);
      await updateSavedView(query, reader, after);
      return asReader(principal, await reread(query, reader, before.id));
    });
  }

  /** @returns the view as it was @throws ProductError NOT_FOUND, FORBIDDEN */
  async delete(principal: Principal, id: string, acting: ActingOptions): Promise<ReadersView> {
    const reader = readerOf(principal);
    return this.capture.actingAs(principal.actor, acting, async (tx) => {
      const query = within(tx);
      await begin(query, reader);
      const view = await lockToChange(query, principal, id);
      await deleteSavedView(query, reader.organization, view.id);
      return asReader(principal, view);
    });
  }

  /** @param id null: the log opens as it does for everybody @throws ProductError BAD_USER_INPUT for an API key, NOT_FOUND */
  async setDefault(principal: Principal, id: string | null, acting: ActingOptions): Promise<ReadersView | null> {
    const reader = readerOf(principal);
    const { organization, personId } = reader;
    if (personId === null) throw badInput('An API key has no default view: sign in as a person.');
    return this.capture.actingAs(principal.actor, acting, async (tx) => {
      const query = within(tx);
      if (!(await keepPerson(query, organization, personId))) throw removed();
      if (id === null) {
        await clearDefaultView(query, organization, personId);
        return null;
      }
      const view = await lockOwn(query, reader, id);
      await writeDefaultView(query, organization, personId, view.id);
      return asReader(principal, { ...view, isDefault: true });
    });
  }
}

function readerOf({ actor }: Principal): Reader {
  return { organization: actor.organization, personId: actor.kind === 'USER' ? actor.id : null };
}

function asReader(principal: Principal, view: SavedView): ReadersView {
  return { ...view, canChange: mayChange(principal, view) };
}

/** One's own, what one made, and all that is shared where one sees to the account. */
function mayChange(principal: Principal, { shared, creatorId }: SavedView): boolean {
  const { personId } = readerOf(principal);
  return !shared || (personId !== null && creatorId === personId) || isPermitted(principal, 'account.write');
}

/** A key that may read the log changes nothing by that. @throws ProductError FORBIDDEN */
function requireHand(principal: Principal): void {
  if (principal.actor.kind === 'USER' || isPermitted(principal, 'account.write')) return;
  throw new ProductError('FORBIDDEN', 'An API key needs the scope account:write beside audit:read to make a view that everybody has.');
}

/** Locks are taken from a person over the names and numbers of all views to one view, by everybody. @throws ProductError FORBIDDEN */
async function begin(query: Query, { organization, personId }: Reader): Promise<void> {
  if (personId !== null && !(await keepPerson(query, organization, personId))) throw removed();
  await lockSpaces(query, organization);
}

async function lockOwn(query: Query, reader: Reader, id: string): Promise<SavedView> {
  const viewId = asId(id);
  const view = viewId === null ? null : await lockSavedView(query, reader, viewId);
  if (view === null) throw new ProductError('NOT_FOUND', 'There is no such view.');
  return view;
}

async function lockToChange(query: Query, principal: Principal, id: string): Promise<SavedView> {
  const view = await lockOwn(query, readerOf(principal), id);
  if (mayChange(principal, view)) return view;
  throw new ProductError('FORBIDDEN', 'Only who made a shared view, and who may change the account (account.write), can change it: save one of your own.');
}

/** @param before the view as it is; null: a new one @throws ProductError CONFLICT */
async function requireRoom(query: Query, { organization, personId }: Reader, { name, shared }: Pick<SavedView, 'name' | 'shared'>, before: SavedView | null): Promise<void> {
  const { count, taken } = await lookAtSpace(query, organization, shared ? null : personId, name, before?.id ?? null);
  if (taken) {
    const whose = shared ? 'A shared view' : 'One of your views';
    throw new ProductError('CONFLICT', `${whose} has the name ${JSON.stringify(name)} already: choose another name.`);
  }
  const most = shared ? LIMITS.shared : LIMITS.own;
  if (before?.shared === shared || count < most) return;
  const whose = shared ? `Your organization shares ${most} views` : `You have ${most} views of your own`;
  throw badInput(`${whose}, the most that are possible: delete one that is not needed any more.`);
}

async function reread(query: Query, reader: Reader, id: string): Promise<SavedView> {
  const view = await findSavedView(query, reader, id);
  if (view === null) throw new Error('the view was written, and is gone all the same');
  return view;
}

function notTheMaker(): ProductError {
  return new ProductError('FORBIDDEN', 'Only who made a view can have it for themselves again: delete it, or save one of your own.');
}

function removed(): ProductError {
  return new ProductError('FORBIDDEN', 'Your account was removed meanwhile.');
}
