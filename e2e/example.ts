import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REPOSITORY, type Stack } from './stack.js';

const FOLDER = join(REPOSITORY, 'docs/examples');

/** The names of the programs that the documentation shows. */
export const programs = readdirSync(FOLDER).filter((name) => /\.(mjs|py|sh)$/.test(name));

/** The documents that GraphiQL opens with, with the variables they begin with. */
export const documents = readdirSync(join(FOLDER, 'graphql')).map((name) => {
  const text = readFileSync(join(FOLDER, 'graphql', name), 'utf8');
  const [, variables = '{}'] = /^# Variables: (.*)$/m.exec(text) ?? [];
  return { name, text, variables: JSON.parse(variables) as Record<string, unknown> };
});

/** The blocks of code in a file of the documentation. */
export function blocksOf(file: string, language: string): string[] {
  const text = readFileSync(join(REPOSITORY, file), 'utf8');
  return [...text.matchAll(/^```(\w*)\n([\s\S]*?)^```$/gm)].flatMap(([, of = '', block = '']) => (of === language ? [block] : []));
}

/** A folder of an integrator's own, with graphql-ws installed. */
export class Desk implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'audit-log-desk-'));

  /** @param settings environment of what runs here, over this process's */
  constructor(readonly settings: Readonly<Record<string, string>>) {
    symlinkSync(join(REPOSITORY, 'e2e/node_modules'), join(this.folder, 'node_modules'));
  }

  /** One for the programs of the documentation. */
  static at({ key }: Stack, url: string): Desk {
    return new Desk({ AUDIT_LOG_URL: url, AUDIT_LOG_KEY: key });
  }

  /** Puts an example here. */
  copy(example: string): void {
    copyFileSync(join(FOLDER, example), join(this.folder, example));
  }

  write(name: string, text: string): void {
    writeFileSync(join(this.folder, name), text);
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), 'utf8');
  }

  /** Starts a command in the folder; Node is the one that runs the tests. */
  start(command: string, ...args: string[]): ChildProcess {
    const env = { ...process.env, ...this.settings };
    return spawn(command === 'node' ? process.execPath : command, args, { cwd: this.folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Runs a command to its good end, and returns what it printed. */
  async run(command: string, ...args: string[]): Promise<string> {
    const child = this.start(command, ...args);
    let output = '';
    let complaints = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text));
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaints}${output}`);
    return output;
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
