import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { availableParallelism, cpus, release } from 'node:os';
import { root } from '../paths.ts';

const path = `${root}docs/benchmarks.md`;
const markers = { start: '<!-- figures: start -->\n', end: '<!-- figures: end -->' };

/** Replaces the figures in the documentation, and leaves all words around them as they are. */
export async function writeFigures(tables: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  const start = text.indexOf(markers.start);
  const end = text.indexOf(markers.end);
  if (start === -1 || end < start)
    throw new Error(`${path} has no place for figures: ${markers.start.trim()}`);
  const figures = `\n${describeMachine()}\n\n${tables}\n`;
  await writeFile(path, text.slice(0, start + markers.start.length) + figures + text.slice(end));
}

function describeMachine(): string {
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], {
    cwd: root,
    encoding: 'utf8',
  }).trim();
  const processor = cpus()[0]?.model ?? 'unknown processor';
  const day = new Date().toISOString().slice(0, 10);
  return `${day}, commit ${commit}, ${availableParallelism()} × ${processor}, Linux ${release()}, Node ${process.version}.`;
}
