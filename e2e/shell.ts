import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** Runs a command with more in its environment, and answers with what it printed and how it ended. */
export async function runCommand(command: string, parameters: readonly string[], environment: Readonly<Record<string, string>>): Promise<{ stdout: string; status: number }> {
  const child = spawn(command, parameters, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  const [status] = (await once(child, 'close')) as [number];
  return { stdout, status };
}

/** Runs a command that asks for a page of the log, as it is shown, and answers with the entries that it gives. */
export async function entriesOfCurl(command: string, key: string): Promise<string[]> {
  const { stdout, status } = await runCommand('sh', ['-c', command], { AUDIT_LOG_KEY: key });
  if (status !== 0) throw new Error(`The command ended with ${status}: ${command}`);
  const { data } = JSON.parse(stdout) as { data: { auditLogs: { edges: { node: { id: string } }[] } } };
  return data.auditLogs.edges.map(({ node }) => node.id);
}
