import type { Client } from './replay-client.js';

interface Project {
  readonly id: string;
  /** Folders by their path. */
  readonly folders: Map<string, string>;
}

/** A project or folder that had to be made for an edit. */
export type OnMade = (eventType: 'PROJECT' | 'FOLDER', id: string) => void;

/** Who makes what is missing, and in which operation. */
export interface Maker {
  readonly client: Client;
  readonly operationId: string;
  readonly onMade: OnMade;
}

/** Where a test case lies. */
export interface Place {
  readonly projectId: string;
  readonly folderId: string | null;
}

const LIST = '{ projects { id name folders { id path } } }';
const CREATE_PROJECT = 'mutation ($input: CreateProjectInput!) { createProject(input: $input) { id } }';
const CREATE_FOLDER = 'mutation ($input: CreateFolderInput!) { createFolder(input: $input) { id } }';

/** The projects and folders of the server, by name: those that are there are used, what is missing is made. */
export class Workspace {
  private constructor(private readonly projects: Map<string, Project>) {}

  static async load(client: Client): Promise<Workspace> {
    interface Listed {
      readonly id: string;
      readonly name: string;
      readonly folders: readonly { readonly id: string; readonly path: string }[];
    }
    const { projects } = await client.request<{ projects: readonly Listed[] }>(LIST, {});
    const entries = projects.map(({ id, name, folders }): [string, Project] => [
      name,
      { id, folders: new Map(folders.map((folder) => [folder.path, folder.id])) },
    ]);
    // Of several projects of one name the first listed is used.
    return new Workspace(new Map(entries.toReversed()));
  }

  /** @param path names joined with `/`; null or empty: the project itself */
  async place(projectName: string, path: string | null, maker: Maker): Promise<Place> {
    const project = this.projects.get(projectName) ?? (await this.#makeProject(projectName, maker));
    if (path === null || path === '') return { projectId: project.id, folderId: null };
    let folderId: string | null = null;
    const names = path.split('/');
    for (let depth = 1; depth <= names.length; depth++) {
      const folderPath = names.slice(0, depth).join('/');
      folderId = project.folders.get(folderPath) ?? (await this.#makeFolder(project, folderPath, folderId, maker));
    }
    return { projectId: project.id, folderId };
  }

  async #makeProject(name: string, { client, operationId, onMade }: Maker): Promise<Project> {
    const { createProject } = await client.request<{ createProject: { id: string } }>(
      CREATE_PROJECT,
      { input: { name } },
      operationId,
    );
    const project: Project = { id: createProject.id, folders: new Map() };
    this.projects.set(name, project);
    onMade('PROJECT', project.id);
    return project;
  }

  async #makeFolder(project: Project, path: string, parentId: string | null, maker: Maker): Promise<string> {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const { createFolder } = await maker.client.request<{ createFolder: { id: string } }>(
      CREATE_FOLDER,
      { input: { projectId: project.id, parentId, name } },
      maker.operationId,
    );
    project.folders.set(path, createFolder.id);
    maker.onMade('FOLDER', createFolder.id);
    return createFolder.id;
  }
}
