import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type DemoCluster, startDemoCluster } from '@podbay/demo-cluster';
import { tokenIdentity } from '../testing/test-logins.ts';
import type { AccessQuestion } from './access-review.ts';
import { type Clusters, loadClusters } from './clusters.ts';

let demo: DemoCluster;
let clusters: Clusters;
before(async () => {
  demo = await startDemoCluster();
  clusters = await loadClusters({ sources: [{ kubeconfig: { type: 'content', content: demo.kubeconfig } }] });
});
after(async () => {
  clusters.close();
  await demo.close();
});

const exec = { resource: 'pods/exec', verbs: ['get', 'create'] };
const attach = { resource: 'pods/attach', verbs: ['get', 'create'] };
const debug = { resource: 'pods/ephemeralcontainers', verbs: ['patch'] };
const log = { resource: 'pods/log', verbs: ['get'] };

/** What each user lacks in the namespace `shop`; `undefined`: nothing. */
const cases: readonly (readonly [
  user: keyof DemoCluster['users'],
  question: Omit<AccessQuestion, 'namespace'>,
  missing: string | undefined,
])[] = [
  ['dev', exec, undefined],
  ['dev', attach, undefined],
  ['dev', debug, undefined],
  ['dev', log, undefined],
  ['viewer', exec, 'get and create pods/exec'],
  ['viewer', attach, 'get and create pods/attach'],
  ['viewer', debug, 'patch pods/ephemeralcontainers'],
  ['viewer', log, undefined],
  ['get-only', exec, 'create pods/exec'],
  ['get-only', attach, 'create pods/attach'],
  ['get-only', debug, 'patch pods/ephemeralcontainers'],
  ['no-namespaces', log, 'get pods/log'],
];

for (const [user, question, missing] of cases) {
  test(`${user}, ${question.resource}: ${missing === undefined ? 'allowed' : `may not ${missing}`}`, async () => {
    const cluster = clusters.get(demo.context, tokenIdentity(demo.users[user]));
    const answer = await cluster.checkAccess(
      { namespace: 'shop', name: 'db-0', ...question },
      AbortSignal.timeout(5_000),
    );
    if (missing === undefined) return assert.deepEqual(answer, { type: 'allowed' });
    assert.ok(answer.type === 'denied');
    assert.equal(answer.refusal.message, `You have no permission to ${missing} in the namespace shop.`);
    assert.match(answer.refusal.hint ?? '', /^Ask for a Role that allows the verbs? /);
  });
}
