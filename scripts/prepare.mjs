// Makes a clone ready to run, with nothing but Node >= 20 and npm: installs what the lock file names, and builds the
// user interface when its sources have changed. Plain JavaScript, since it runs before the pinned Node is there.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** The Node that the lock file pins. */
export const pinnedNode = join(
  root,
  'node_modules',
  '.bin',
  process.platform === 'win32' ? 'node.cmd' : 'node',
);

/** The environment with the workspace's commands, the pinned Node among them, first on the PATH. */
export const environment = {
  ...process.env,
  PATH: [join(root, 'node_modules', '.bin'), process.env.PATH].join(process.platform === 'win32' ? ';' : ':'),
};

/** Installs and builds what is missing or out of date. Everything it says goes to stderr. */
export function prepare() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  once('install', lock, existsSync(pinnedNode), () => {
    console.error('Installing packages …');
    // npm tells scripts that it runs where it lies itself.
    const npm = process.env.npm_execpath;
    if (npm?.endsWith('.js')) run(process.execPath, [npm, ...install]);
    else run('npm', install);
  });
  const sources = ['protocol', 'client', 'web'].flatMap(name => filesBelow(join(root, 'packages', name)));
  const built = existsSync(join(root, 'packages', 'web', 'dist', 'index.html'));
  once('web', Buffer.concat([lock, ...sources.map(path => readFileSync(path))]), built, () => {
    console.error('Building the user interface …');
    run(pinnedNode, [
      join(root, 'node_modules', 'vite', 'bin', 'vite.js'),
      'build',
      'packages/web',
      '--logLevel=warn',
    ]);
  });
}

const install = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];

/** Runs a command in the root with its output on stderr; ends this program when the command fails. */
function run(command, args) {
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    env: environment,
    stdio: ['ignore', 2, 2],
  });
  if (status === 0) return;
  console.error(`${command} ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}`);
  process.exit(1);
}

// Remembers what a step last ran for; `done` tells whether its result is still there.
function once(step, input, done, action) {
  const stamp = join(root, 'node_modules', '.podbay', step);
  const hash = createHash('sha256').update(input).digest('hex');
  if (done && existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  action();
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

function filesBelow(directory) {
  return readdirSync(directory, { withFileTypes: true })
    .filter(
      ({ name }) => !['dist', 'dist-types', 'node_modules'].includes(name) && !name.endsWith('.tsbuildinfo'),
    )
    .flatMap(entry =>
      entry.isDirectory() ? filesBelow(join(directory, entry.name)) : [join(directory, entry.name)],
    )
    .sort();
}
