#!/usr/bin/env node
// Plain JavaScript for any Node, so that an old one gets a sentence and not a syntax error.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const pathOf = relative => fileURLToPath(new URL(relative, import.meta.url));
const source = pathOf('../src/main.ts');
const pinnedNode = pathOf('../../../node_modules/node/bin/node');

if (existsSync(source)) runSource();
else if (isNewEnough(process.versions.node)) await import('../dist/main.js');
else refuse();

/** In a clone of the repository there is the source, which is never stale, and the Node that the repository pins. */
function runSource() {
  const node = existsSync(pinnedNode) ? pinnedNode : process.execPath;
  if (node === process.execPath && !isNewEnough(process.versions.node)) refuse();
  const args = ['--conditions=source', source, ...process.argv.slice(2)];
  if (process.platform !== 'win32' && process.execve) process.execve(node, [node, ...args], process.env);
  else runChild(node, args);
}

// Without execve: a child that gets our signals and whose end is ours. Ctrl-C reaches it twice then, which it expects.
function runChild(node, args) {
  const child = spawn(node, args, { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', error => {
    console.error(`podbay: can't start ${node}: ${error.message}`);
    process.exitCode = 1;
  });
  child.on('exit', (code, signal) => {
    for (const name of signals) process.removeAllListeners(name);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

function isNewEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 22 || (major === 22 && minor >= 19);
}

function refuse() {
  console.error(`podbay: needs Node.js 22.19 or later; this is ${process.versions.node}`);
  process.exit(1);
}
