import type { Spawned } from './child.ts';

const maxWaitMs = 10_000;

/** The one line that a process writes to descriptor 3, or what it said on its other outputs when it ends without one. */
export async function whenReported(spawned: Spawned): Promise<string> {
  const line = (await readLine(spawned)).trim();
  return line === '' ? `container setup failed: ${await lastWords(spawned)}` : line;
}

function readLine({ report }: Spawned): Promise<string> {
  if (report === undefined) throw new TypeError('report: expected a process with a report pipe');
  return new Promise(resolve => {
    let text = '';
    // The pipe's end can't be waited for: the process outside of the new process namespace keeps it open.
    const finish = () => report.destroy();
    const deadline = setTimeout(finish, maxWaitMs);
    report.setEncoding('utf8');
    report.on('error', finish);
    report.on('data', (part: string) => {
      text += part;
      if (text.includes('\n')) finish();
    });
    report.once('close', () => {
      clearTimeout(deadline);
      resolve(text);
    });
  });
}

async function lastWords(spawned: Spawned): Promise<string> {
  const parts: Buffer[] = [];
  for (const { readable } of spawned.streams.outputs)
    readable.on('data', (bytes: Buffer) => parts.push(bytes));
  const code = await spawned.streams.exit;
  return `exit code ${code}: ${Buffer.concat(parts).toString('utf8').trim()}`;
}
