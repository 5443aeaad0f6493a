import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseBoolean, parseRequestInfo } from './request-info.ts';

const table: readonly [string, string, string][] = [
  ['GET', '/api/v1/pods', 'list core pods ns= name= sub='],
  ['GET', '/api/v1/namespaces/shop/pods', 'list core pods ns=shop name= sub='],
  ['GET', '/api/v1/namespaces/shop/pods?watch=true', 'watch core pods ns=shop name= sub='],
  ['GET', '/api/v1/namespaces/shop/pods?watch', 'watch core pods ns=shop name= sub='],
  [
    'GET',
    '/api/v1/namespaces/shop/pods?fieldSelector=metadata.name%3Dweb',
    'list core pods ns=shop name=web sub=',
  ],
  ['GET', '/api/v1/namespaces/shop/pods/web', 'get core pods ns=shop name=web sub='],
  ['GET', '/api/v1/namespaces/shop/pods/web/exec', 'get core pods ns=shop name=web sub=exec'],
  ['POST', '/api/v1/namespaces/shop/pods/web/exec', 'create core pods ns=shop name=web sub=exec'],
  ['GET', '/api/v1/namespaces/shop/pods/..%2F..%2Fx%3F/exec', 'get core pods ns=shop name=../../x? sub=exec'],
  ['GET', '/api/v1/namespaces/shop', 'get core namespaces ns=shop name=shop sub='],
  ['GET', '/api/v1/namespaces/shop/status', 'get core namespaces ns=shop name=shop sub=status'],
  ['GET', '/api/v1/nodes/n1', 'get core nodes ns= name=n1 sub='],
  [
    'DELETE',
    '/apis/apps/v1/namespaces/shop/deployments',
    'deletecollection apps deployments ns=shop name= sub=',
  ],
  [
    'DELETE',
    '/apis/apps/v1/namespaces/shop/deployments/web',
    'delete apps deployments ns=shop name=web sub=',
  ],
  [
    'PATCH',
    '/apis/apps/v1/namespaces/shop/deployments/web/scale',
    'patch apps deployments ns=shop name=web sub=scale',
  ],
  ['PUT', '/apis/batch/v1/namespaces/a/jobs/b', 'update batch jobs ns=a name=b sub='],
];

for (const [method, path, expected] of table) {
  test(`${method} ${path}`, () => {
    const info = parseRequestInfo(method, new URL(path, 'https://x'));
    assert.equal(info.type, 'resource');
    if (info.type !== 'resource') return;
    const { verb, group, resource, namespace, name, subresource } = info;
    assert.equal(
      `${verb} ${group || 'core'} ${resource} ns=${namespace} name=${name} sub=${subresource}`,
      expected,
    );
  });
}

for (const path of [
  '/',
  '/version',
  '/healthz',
  '/api',
  '/api/v1',
  '/apis',
  '/apis/apps',
  '/apis/apps/v1',
  '/openapi/v3',
]) {
  test(`${path} is no resource`, () => {
    assert.deepEqual(parseRequestInfo('GET', new URL(path, 'https://x')), {
      type: 'path',
      verb: 'get',
      path,
    });
  });
}

test('booleans of the query: only absent, false and 0 are false', () => {
  const values = [null, 'false', 'False', '0', '', 'true', '1', 'yes'];
  assert.deepEqual(values.map(parseBoolean), [false, false, false, false, true, true, true, true]);
});
