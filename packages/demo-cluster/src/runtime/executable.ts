import { access, constants, lstat, readlink } from 'node:fs/promises';
import { join, posix } from 'node:path';

const maxLinks = 40;

/** Why an executable can't be started, in runc's words, or `undefined` when it can. */
export async function explainExecutable(
  root: string,
  program: string,
  path: string,
): Promise<string | undefined> {
  const quoted = JSON.stringify(program);
  if (program.includes('/')) {
    const found = await inspect(root, program);
    if (found === 'missing') return `exec: ${quoted}: stat ${program}: no such file or directory`;
    if (found === 'directory') return `exec: ${quoted}: is a directory`;
    return found === 'executable' ? undefined : `exec: ${quoted}: permission denied`;
  }
  for (const directory of path.split(':')) {
    if ((await inspect(root, posix.join('/', directory, program))) === 'executable') return undefined;
  }
  return `exec: ${quoted}: executable file not found in $PATH`;
}

type Inspection = 'missing' | 'directory' | 'not-executable' | 'executable';

async function inspect(root: string, path: string): Promise<Inspection> {
  const file = await resolveBelow(root, path);
  const stats = file === undefined ? undefined : await lstat(join(root, file)).catch(() => undefined);
  if (file === undefined || stats === undefined) return 'missing';
  if (stats.isDirectory()) return 'directory';
  if ((stats.mode & 0o111) === 0) return 'not-executable';
  const allowed = await access(join(root, file), constants.X_OK).then(
    () => true,
    () => false,
  );
  return allowed ? 'executable' : 'not-executable';
}

/** Follows symbolic links as a process whose root is `root` would: the kernel would resolve absolute ones from our own root. */
async function resolveBelow(root: string, path: string): Promise<string | undefined> {
  let pending = path.split('/').filter(part => part !== '' && part !== '.');
  let done = '/';
  let links = 0;
  while (pending.length > 0) {
    const [part = '', ...rest] = pending;
    const next = part === '..' ? posix.dirname(done) : posix.join(done, part);
    const target = await readlink(join(root, next)).catch(() => undefined);
    if (target !== undefined && ++links > maxLinks) return undefined;
    if (target?.startsWith('/')) done = '/';
    else if (target === undefined) done = next;
    pending =
      target === undefined
        ? rest
        : [...target.split('/').filter(step => step !== '' && step !== '.'), ...rest];
  }
  return done;
}
