import { randomUUID } from 'node:crypto';
import type { Colleague, Place } from './colleague.js';
import { mobileApp } from './mobile-app.js';
import { payments } from './payments.js';
import { rework } from './rework.js';
import type { SampleProject } from './sample-project.js';
import type { Member, Staff } from './staff.js';
import { webShop } from './web-shop.js';

interface Written {
  readonly id: string;
  readonly place: Place;
}

/** What has been written down so far, by its first name. */
class Files {
  readonly projects = new Map<string, string>();
  /** By the project's key and the folder's path. */
  readonly folders = new Map<string, string>();
  /** By title. */
  readonly cases = new Map<string, Written>();

  project(key: string): string {
    return found(this.projects, key);
  }

  place(key: string, path: string): Place {
    return { projectId: this.project(key), folderId: found(this.folders, `${key}:${path}`) };
  }

  case(title: string): Written {
    return found(this.cases, title);
  }
}

/** The first weeks of a team, told by what they did. At its end nobody it brought in can change anything any more. */
export async function live(founder: Colleague, staff: Staff): Promise<void> {
  const maya = await staff.hire(founder, 'Maya Chen', 'ADMIN');
  const jonas = await staff.hire(maya, 'Jonas Weber', 'ADMIN');
  const priya = await staff.hire(maya, 'Priya Nair', 'ADMIN');
  const luca = await staff.hire(maya, 'Luca Moretti', 'ADMIN');
  const sofia = await staff.hire(maya, 'Sofia Almeida', 'READ_ONLY');
  await staff.inviteInVain(jonas, 'Tom Baker');

  const files = new Files();
  await writeDown(files, webShop, maya, [jonas, luca, maya]);
  await writeDown(files, mobileApp, jonas, [priya, luca]);
  await staff.comeBack(luca);
  await writeDown(files, payments, priya, [priya, jonas]);
  await review(files, [priya, maya, jonas], [jonas, priya, luca]);
  await staff.comeBack(priya);
  await edit(files, [jonas, priya, maya]);
  await staff.withKey(maya, 'contract-tests-import', (program) => importContracts(files, program));
  await tidyUp(files, maya, jonas, priya);
  await tryOut(luca);

  await staff.changeRole(maya, luca, 'READ_ONLY');
  await staff.remove(maya, luca);
  for (const member of [jonas, priya, maya]) await staff.changeRole(founder, member, 'READ_ONLY');
  for (const member of [sofia, jonas, priya, maya]) await staff.signOut(member);
}

/** Makes project, folders and cases; the authors take turns. */
async function writeDown(files: Files, project: SampleProject, lead: Member, authors: readonly Member[]): Promise<void> {
  const { key, name, description } = project;
  const projectId = await lead.createProject({ key, name, description });
  files.projects.set(key, projectId);
  let turn = 0;
  for (const [path, cases] of Object.entries(project.folders)) {
    const names = path.split('/');
    const parent = names.slice(0, -1).join('/');
    const parentId = parent === '' ? null : found(files.folders, `${key}:${parent}`);
    const folderId = await lead.createFolder(projectId, parentId, names.at(-1) ?? path);
    files.folders.set(`${key}:${path}`, folderId);
    for (const testCase of cases) {
      const author = turnOf(authors, turn++);
      const place = { projectId, folderId };
      files.cases.set(testCase.title, { id: await author.createCase(place, testCase), place });
    }
  }
}

/** Each case is read by somebody, most are made active, some get an owner, a few another priority. */
async function review(files: Files, reviewers: readonly Member[], owners: readonly Member[]): Promise<void> {
  const cases = [...files.cases.values()];
  for (const [index, { id }] of cases.entries()) {
    const reviewer = turnOf(reviewers, index);
    if (index % 3 === 0) await reviewer.updateCase(id, { status: 'IN_PROGRESS' });
    if (index % 2 === 0) await reviewer.updateCase(id, { ownerId: turnOf(owners, index / 2).id });
    if (index % 7 === 0) await turnOf(owners, index).updateCase(id, { priority: index % 14 === 0 ? 'HIGH' : 'LOW' });
    if (index % 6 !== 0) await reviewer.updateCase(id, { status: 'ACTIVE' });
  }
}

async function edit(files: Files, editors: readonly Member[]): Promise<void> {
  for (const [index, [title, input]] of rework.entries()) await turnOf(editors, index).updateCase(files.case(title).id, input);
}

/** A program brings in what was generated elsewhere, all of it as one operation. */
async function importContracts(files: Files, program: Colleague): Promise<void> {
  const operation = randomUUID();
  const projectId = files.project('PAY');
  const folderId = await program.createFolder(projectId, null, 'Contracts');
  for (const path of ['/authorisations', '/captures', '/refunds', '/settlements', '/webhooks']) {
    const title = `The contract of ${path} holds`;
    const steps = [[`Run the contract of ${path} against the sandbox`, 'Every example passes']] as const;
    const id = await program.createCase({ projectId, folderId }, { title, priority: 'HIGH', labels: ['contract'], steps }, operation);
    await program.updateCase(id, { status: 'ACTIVE' }, operation);
  }
}

/** What was put in the wrong place is moved, what is old is deleted, what is alike is cloned. */
async function tidyUp(files: Files, maya: Member, jonas: Member, priya: Member): Promise<void> {
  await maya.renameFolder(found(files.folders, 'SHOP:Orders and returns'), 'Orders & returns');
  await jonas.moveFolder(found(files.folders, 'APP:Scanner'), found(files.folders, 'APP:First start'));
  const regrouping = randomUUID();
  for (const title of ['Sign out on all phones', 'Sign in with the fingerprint', 'The network is lost while paying']) {
    await jonas.moveCase(files.case(title).id, files.place('APP', 'Accessibility'), regrouping);
  }
  for (const title of ['Sign out on all phones', 'Sign in with the fingerprint']) {
    await jonas.moveCase(files.case(title).id, files.place('APP', 'Sign-in'));
  }
  await jonas.moveCase(files.case('The network is lost while paying').id, files.place('APP', 'Offline'));
  await priya.moveCase(files.case('The price is shown with and without tax').id, files.place('SHOP', 'Checkout/Payment'));
  await priya.moveCase(files.case('A refund to an expired card').id, files.place('PAY', 'Capture'));
  for (const title of ['Pay by credit card', 'Scan the code of a product', 'Refund the whole amount']) await maya.cloneCase(files.case(title).id);
  const debit = await priya.cloneCase(files.case('Pay by credit card').id, 'Pay by direct debit');
  await priya.updateCase(debit, { status: 'DRAFT', labels: ['payment'] });
  for (const title of ['A code of another shop', 'A currency we do not take']) await priya.deleteCase(files.case(title).id);
  // With what is in it.
  await maya.deleteFolder(found(files.folders, 'SHOP:Archive'));
  await maya.updateProject(files.project('APP'), { description: 'The shop on phones: Android 13 and later, iOS 17 and later.' });
}

/** A project that comes to nothing. */
async function tryOut(luca: Member): Promise<void> {
  const projectId = await luca.createProject({ key: 'KIOSK', name: 'Kiosk', description: 'Ordering at a screen in the store.' });
  const folderId = await luca.createFolder(projectId, null, 'Touch screen');
  for (const title of ['Buttons are large enough', 'The screen goes back to its start after a minute', 'The receipt is printed']) {
    await luca.createCase({ projectId, folderId }, { title, priority: 'MEDIUM', steps: [['Look at it', 'It is so']] });
  }
  await luca.updateProject(projectId, { name: 'Store kiosk' });
  await luca.deleteProject(projectId);
}

function turnOf(members: readonly Member[], turn: number): Member {
  const member = members[turn % members.length];
  if (member === undefined) throw new Error('there is nobody whose turn it could be');
  return member;
}

function found<Value>(map: ReadonlyMap<string, Value>, name: string): Value {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the sample names ${name}, which it has not made`);
  return value;
}
