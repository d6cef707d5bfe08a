import { randomUUID } from 'node:crypto';
import type { EntityManager, SelectQueryBuilder } from 'typeorm';
import { asId } from '../access/id.js';
import { keepPerson } from '../access/person.js';
import { within } from '../access/rows.js';
import { checkText } from '../access/text.js';
import type { ActingOptions, Capture } from '../capture/acting.js';
import type { Actor } from '../entry/actor.js';
import { explainingConflicts } from './conflict.js';
import { Folder, keepFolder } from './folder.js';
import { LIMITS, badInput, checkId, checkPresent, notFound } from './input.js';
import { Project, keepProject } from './project.js';
import { checkFields, differences, fieldsOf } from './test-case-fields.js';
import type { TestCaseFields } from './test-case-fields.js';
import { TestCase, byIdOrKey, lockTestCase } from './test-case.js';

/** Where a test case lies; `folderId` null: in the project's root. */
export interface Place {
  readonly projectId: string;
  readonly folderId: string | null;
}

/** Which test cases are listed. */
export interface TestCaseFilter {
  readonly projectId: string;
  /** Only those directly in this folder; null: all of the project. */
  readonly folderId: string | null;
  /** Part of the title in any case, or the whole key; empty: all. */
  readonly search: string;
}

/** Every change is recorded in its own transaction, as made by the actor; see `Capture`. */
export class TestCases {
  constructor(private readonly capture: Capture) {}

  async find(organization: number, idOrKey: string, signal?: AbortSignal): Promise<TestCase | null> {
    const where = byIdOrKey(idOrKey);
    return where === null ? null : this.capture.reading(organization, (tx) => tx.findOneBy(TestCase, where), signal);
  }

  /** Those with a number above `after`, by number, at most `limit`. @throws ProductError NOT_FOUND for project or folder */
  async list(
    organization: number,
    filter: TestCaseFilter,
    after: number,
    limit: number,
    signal?: AbortSignal,
  ): Promise<TestCase[]> {
    checkText('search', filter.search, LIMITS.title);
    return this.capture.reading(organization, async (tx) => {
      await checkFilter(tx, filter);
      return matching(tx, filter)
        .andWhere('test_case.number > :after', { after })
        .orderBy('test_case.number')
        .limit(limit)
        .getMany();
    }, signal);
  }

  count(organization: number, filter: TestCaseFilter, signal?: AbortSignal): Promise<number> {
    return this.capture.reading(organization, (tx) => matching(tx, filter).getCount(), signal);
  }

  /** @throws ProductError BAD_USER_INPUT, NOT_FOUND for project or folder */
  create(actor: Actor, place: Place, fields: TestCaseFields, acting: ActingOptions): Promise<TestCase> {
    checkPresent('title', fields.title ?? null);
    const values = checkFields(fields);
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      const { projectId, folderId } = await keepPlace(tx, place);
      await checkOwner(tx, actor, values.ownerId ?? null);
      const id = randomUUID();
      await tx.insert(TestCase, { ...values, id, projectId, folderId } as TestCase);
      return tx.findOneByOrFail(TestCase, { id });
    });
    return explainingConflicts(change);
  }

  /** Writes nothing, and leaves no entry, where nothing differs. @throws ProductError BAD_USER_INPUT, NOT_FOUND */
  update(actor: Actor, idOrKey: string, fields: TestCaseFields, acting: ActingOptions): Promise<TestCase> {
    const wanted = checkFields(fields);
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      // Locked before it is compared: of two updates at once, the second sees what the first has made.
      const testCase = await lockTestCase(tx, idOrKey);
      const changed = differences(testCase, wanted);
      if (Object.keys(changed).length === 0) return testCase;
      if (changed.ownerId !== undefined) await checkOwner(tx, actor, changed.ownerId);
      return write(tx, testCase.id, changed);
    });
    return explainingConflicts(change);
  }

  /**
   * Makes a test case with all the fields of another one, under a key of its own. An owner who has been removed is not
   * taken over.
   * @param to where it is to lie; null: where the other one lies
   * @param title null: "Copy of " and the other one's title, cut to its limit
   * @throws ProductError BAD_USER_INPUT, NOT_FOUND for test case, project or folder
   */
  clone(
    actor: Actor,
    idOrKey: string,
    to: { readonly projectId: string | null; readonly folderId: string | null },
    title: string | null,
    acting: ActingOptions,
  ): Promise<TestCase> {
    const ownTitle = title === null ? null : checkFields({ title }).title;
    const where = byIdOrKey(idOrKey);
    const change = this.capture.actingAs(actor, { ...acting, action: 'clone' }, async (tx) => {
      // Read and not locked: one statement sees it as it is at one moment.
      const original = where === null ? null : await tx.findOneBy(TestCase, where);
      if (original === null) throw notFound('test case');
      const { projectId, folderId } = await keepPlace(tx, placeOfClone(original, to));
      const { organization } = actor;
      const { ownerId } = original;
      const isOwned = ownerId !== null && (await keepPerson(within(tx), organization, ownerId));
      const id = randomUUID();
      await tx.insert(TestCase, {
        ...fieldsOf(original),
        title: ownTitle ?? titleOfClone(original),
        ownerId: isOwned ? ownerId : null,
        id,
        projectId,
        folderId,
      } as TestCase);
      return tx.findOneByOrFail(TestCase, { id });
    });
    return explainingConflicts(change);
  }

  /** Writes nothing where it lies there already. @throws ProductError NOT_FOUND for test case, project or folder */
  move(actor: Actor, idOrKey: string, place: Place, acting: ActingOptions): Promise<TestCase> {
    const change = this.capture.actingAs(actor, acting, async (tx) => {
      const { projectId, folderId } = await keepPlace(tx, place);
      const testCase = await lockTestCase(tx, idOrKey);
      if (testCase.projectId === projectId && testCase.folderId === folderId) return testCase;
      return write(tx, testCase.id, { projectId, folderId });
    });
    return explainingConflicts(change);
  }

  /** @returns the id. @throws ProductError NOT_FOUND */
  delete(actor: Actor, idOrKey: string, acting: ActingOptions): Promise<string> {
    return this.capture.actingAs(actor, acting, async (tx) => {
      const { id } = await lockTestCase(tx, idOrKey);
      await tx.delete(TestCase, { id });
      return id;
    });
  }
}

async function write(tx: EntityManager, id: string, changed: Partial<TestCase>): Promise<TestCase> {
  await tx
    .createQueryBuilder()
    .update(TestCase)
    .set({ ...changed, updatedAt: () => 'clock_timestamp()' })
    .where({ id })
    .execute();
  return tx.findOneByOrFail(TestCase, { id });
}

async function keepPlace(tx: EntityManager, place: Place): Promise<Place> {
  const projectId = checkId('project', place.projectId);
  await keepProject(tx, projectId);
  if (place.folderId === null) return { projectId, folderId: null };
  const folderId = checkId('folder', place.folderId);
  await keepFolder(tx, folderId, projectId);
  return { projectId, folderId };
}

async function checkOwner(tx: EntityManager, { organization }: Actor, ownerId: string | null): Promise<void> {
  if (ownerId === null) return;
  const id = asId(ownerId);
  if (id === null || !(await keepPerson(within(tx), organization, id)))
    throw badInput('ownerId is nobody of this organization: take an id of `users`.');
}

/** A project alone means its root; a folder alone is one of the original's project. */
function placeOfClone(
  original: Place,
  { projectId, folderId }: { readonly projectId: string | null; readonly folderId: string | null },
): Place {
  if (projectId !== null) return { projectId, folderId };
  return { projectId: original.projectId, folderId: folderId ?? original.folderId };
}

function titleOfClone({ title }: TestCase): string {
  return [...`Copy of ${title}`].slice(0, LIMITS.title).join('');
}

async function checkFilter(tx: EntityManager, filter: TestCaseFilter): Promise<void> {
  const projectId = checkId('project', filter.projectId);
  if (!(await tx.existsBy(Project, { id: projectId }))) throw notFound('project');
  if (filter.folderId === null) return;
  if (!(await tx.existsBy(Folder, { id: checkId('folder', filter.folderId), projectId })))
    throw notFound('folder');
}

function matching(
  tx: EntityManager,
  { projectId, folderId, search }: TestCaseFilter,
): SelectQueryBuilder<TestCase> {
  const query = tx
    .createQueryBuilder(TestCase, 'test_case')
    .where({ projectId: checkId('project', projectId) });
  if (folderId !== null) query.andWhere({ folderId: checkId('folder', folderId) });
  if (search !== '') {
    const pattern = `%${search.replace(/[\\%_]/g, '\\$&')}%`;
    query.andWhere('(test_case.title ILIKE :pattern OR test_case.key = upper(:search))', { pattern, search });
  }
  return query;
}
