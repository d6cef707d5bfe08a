import '../node-version.js';
import { Command, InvalidArgumentError } from 'commander';
import { Applier } from './replay-apply.js';
import { Client, RequestError } from './replay-client.js';
import type { Applied } from './replay-compare.js';
import { generatedHistory } from './replay-generate.js';
import { historyFile, HistoryError, type History } from './replay-history.js';
import { People } from './replay-people.js';
import { Progress } from './replay-progress.js';
import { Verifier } from './replay-verify.js';
import { Workspace } from './replay-workspace.js';

/** A reason to end that is the caller's to mend: told in a sentence, without a stack. */
class ReplayError extends Error {}

/**
 * Applies every edit of the history, then compares the log with it.
 * @returns all differences, in sentences
 */
async function replay(history: History, admin: Client): Promise<string[]> {
  // Read to the end first: a file with a mistake in it changes nothing.
  let total = 0;
  for await (const _ of history.edits()) total++;

  const people = new People(admin, Date.now().toString(36));
  const applier = new Applier(people, await Workspace.load(admin));
  const applied: Applied[] = [];

  const applying = new Progress('Applied', total);
  for await (const edit of history.edits()) {
    try {
      applied.push(await applier.apply(edit));
    } catch (error) {
      throw new ReplayError(`line ${edit.line} (${edit.op} of test case ${edit.testCase}): ${(error as Error).message}`, { cause: error });
    }
    applying.advance();
  }
  applying.finish(`${applier.operations.size} operations by ${people.ids.length} people`);

  const found: string[] = [];
  const verifier = new Verifier(admin, applier.operations);
  const comparing = new Progress('Compared', total);
  let index = 0;
  for await (const edit of history.edits()) {
    const outcome = applied[index++];
    if (outcome === undefined) throw new ReplayError('the history has grown meanwhile');
    found.push(...(await verifier.compare(edit, outcome)));
    comparing.advance();
  }
  found.push(...(await verifier.extra(people.ids)));
  comparing.finish(found.length === 0 ? 'no difference' : `${found.length} differences`);
  return found;
}

function serverUrl({ HOST, PORT }: NodeJS.ProcessEnv): string {
  const host = HOST === undefined || HOST === '' || HOST === '0.0.0.0' || HOST === '::' ? '127.0.0.1' : HOST;
  return `http://${host.includes(':') ? `[${host}]` : host}:${PORT || '4000'}/graphql`;
}

function historyOf(file: string | undefined, { generated, edits }: { generated?: number; edits: number }): History {
  if (generated !== undefined) return generatedHistory(generated, edits);
  if (file === undefined) throw new ReplayError('name the FILE to replay, or a seed with --generated');
  return historyFile(file);
}

function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It must be a whole number.');
  return Number(text);
}

async function main(): Promise<void> {
  const command = new Command('replay')
    .description('Replays a history of edits against the running server and compares the audit log with it.')
    .argument('[FILE]', 'one edit a line, as JSON, oldest first')
    .option('--generated <seed>', 'replay a made-up history in place of a file', wholeNumber)
    .option('--edits <count>', 'how many edits the made-up history has', wholeNumber, 300)
    .addHelpText('after', '\nEnvironment: ADMIN_API_KEY (a key with all scopes), HOST (default 127.0.0.1), PORT (default 4000)')
    .parse();
  const key = process.env['ADMIN_API_KEY'];
  if (key === undefined || key === '') throw new ReplayError('set ADMIN_API_KEY to a key of the server with all scopes');
  const history = historyOf(command.args[0], command.opts<{ generated?: number; edits: number }>());
  const url = serverUrl(process.env);
  console.log(`Replaying ${history.name} against ${url}`);

  const found = await replay(history, new Client(url, key));
  for (const difference of found) console.error(difference);
  if (found.length > 0) process.exitCode = 1;
}

/** Mistakes of the caller, the file or the connection are sentences; anything else is a fault and keeps its stack. */
function report(error: unknown): void {
  const isFileError = error instanceof Error && 'syscall' in error;
  const expected = error instanceof ReplayError || error instanceof RequestError || error instanceof HistoryError;
  console.error(expected || isFileError ? `replay: ${(error as Error).message}` : error);
  process.exitCode = 1;
}

await main().catch(report);
