import { randomBytes } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { lifeOf, ownerSchema, thisProcess } from '../journal/owner.ts';

const ownerFile = 'owner.json';
/** A directory from another machine that was not touched for so long is nobody's. */
const abandonedMs = 120_000;

/**
 * Makes a directory below `root` for this process's queue, and moves into it what dead processes have left in theirs.
 * So several gateways may share `root`. Returns its path.
 */
export function claimQueueDir(root: string): string {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const abandoned = readdirSync(root)
    .map(name => join(root, name))
    .filter(isAbandoned);
  const dir = join(root, `${process.pid}-${randomBytes(4).toString('hex')}`);
  mkdirSync(dir, { mode: 0o700 });
  writeFileSync(join(dir, ownerFile), JSON.stringify(thisProcess()), { mode: 0o600 });
  let number = 1;
  for (const from of abandoned) number = moveSegments(from, dir, number);
  return dir;
}

/** Says that this process lives. */
export function touchQueueDir(dir: string): void {
  const now = new Date();
  utimesSync(join(dir, ownerFile), now, now);
}

/** Removes the directory of a queue that is empty. */
export function releaseQueueDir(dir: string): void {
  rmSync(join(dir, ownerFile), { force: true });
  rmSync(dir, { recursive: true, force: true });
}

function isAbandoned(dir: string): boolean {
  try {
    const path = join(dir, ownerFile);
    const owner = ownerSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
    const life = lifeOf(owner, thisProcess());
    return life === 'dead' || (life === 'unknown' && Date.now() - statSync(path).mtimeMs > abandonedMs);
  } catch {
    // It is none of ours, or another gateway has just taken it.
    return false;
  }
}

function moveSegments(from: string, to: string, firstNumber: number): number {
  let number = firstNumber;
  for (const name of readdirSync(from)
    .filter(one => one.endsWith('.jsonl'))
    .sort()) {
    renameSync(join(from, name), join(to, `${String(number++).padStart(10, '0')}.jsonl`));
  }
  releaseQueueDir(from);
  return number;
}
