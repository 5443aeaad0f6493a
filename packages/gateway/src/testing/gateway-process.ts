// A gateway in a process of its own, to be killed: `gateway-process.ts KUBECONFIG STATE_DIR [RECORDINGS]`. Prints where it listens,
// and a cookie. With a directory for recordings it records every session.
import { pino } from 'pino';
import { LocalLogin } from '../auth/local-login.ts';
import { loadClusters } from '../cluster/clusters.ts';
import { Gateway } from '../gateway.ts';

const [path = '', stateDir = '', recordings] = process.argv.slice(2);
const clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'file', path } }] });
const authenticator = new LocalLogin({ cookieName: 'podbay', onStaleLink: () => {} });
const cookie = String(authenticator.redeem(authenticator.newToken())).split(';')[0] ?? '';
const logger = pino({ level: 'silent' });
const gateway = new Gateway({
  clusters,
  authenticator,
  logger,
  version: 'test',
  stateDir,
  ...(recordings !== undefined && {
    recording: { directory: recordings, failure: 'closed' },
    policy: () => ({ type: 'allowed', record: true }),
  }),
});
const port = await gateway.listen(0, '127.0.0.1');
process.stdout.write(`${JSON.stringify({ host: `127.0.0.1:${port}`, cookie })}\n`);
