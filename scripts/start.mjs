// `npm start`: makes the clone ready, then runs `podbay` from its sources. The script says `exec`, since the shell that npm
// runs it in would pass no signal on.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { environment, pinnedNode, prepare, root } from './prepare.mjs';

prepare();
const main = join(root, 'packages', 'podbay', 'src', 'main.ts');
const podbay = spawn(pinnedNode, ['--conditions=source', main, ...process.argv.slice(2)], {
  env: environment,
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => podbay.kill(signal));
// npm passes a signal on to the shell it runs this in, which dies of it and tells nobody.
const shell = process.ppid;
const watch = setInterval(() => {
  if (process.ppid !== shell) podbay.kill('SIGTERM');
}, 500);
podbay.on('exit', code => {
  clearInterval(watch);
  process.exitCode = code ?? 1;
});
