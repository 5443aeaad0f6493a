// `npm start`: makes the clone ready, then runs `podbay` from its sources.
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
podbay.on('exit', code => {
  process.exitCode = code ?? 1;
});
