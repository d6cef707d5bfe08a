import type { EntityManager } from 'typeorm';
import type { Capture } from '../capture/acting.js';
import { Folder } from './folder.js';
import { Folders } from './folders.js';
import { Project } from './project.js';
import { Projects } from './projects.js';
import { TestCase } from './test-case.js';
import { TestCases } from './test-cases.js';

/** The rows that TypeORM maps. */
export const workspaceEntities = [Project, Folder, TestCase];

/** What people work on: everything of this folder that a running server needs. */
export class Workspace {
  readonly projects: Projects;
  readonly folders: Folders;
  readonly testCases: TestCases;
  readonly #capture: Capture;

  constructor(capture: Capture) {
    this.projects = new Projects(capture);
    this.folders = new Folders(capture);
    this.testCases = new TestCases(capture);
    this.#capture = capture;
  }

  /** Reads of an organization's rows, for what the schema adds to them. */
  reading<T>(organization: number, work: (tx: EntityManager) => Promise<T>, signal?: AbortSignal): Promise<T> {
    return this.#capture.reading(organization, work, signal);
  }
}
