// `npm test`: makes the clone ready, then checks everything, the quickest first. Stops at the first failure.
import { spawnSync } from 'node:child_process';
import { environment, prepare, root } from './prepare.mjs';

prepare();
// `test:node` is unit, conformance and a short soak, side by side: each of them mostly waits.
for (const step of ['lint', 'types', 'test:node', 'e2e']) {
  console.log(`\n── ${step} ──`);
  const startedMs = Date.now();
  const { status } = spawnSync('npm', ['run', '--silent', step], {
    cwd: root,
    env: environment,
    stdio: 'inherit',
  });
  if (status !== 0) {
    console.error(`${step} failed`);
    process.exit(status ?? 1);
  }
  console.log(`${step}: ${((Date.now() - startedMs) / 1000).toFixed(0)} s`);
}
