import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AttachOptions } from './options.ts';
import { requestPath, requestUrl } from './request-url.ts';
import { createRecorder } from './testing/recorder.ts';

const base: AttachOptions = {
  namespace: 'ns',
  pod: 'web-0.x',
  container: 'main',
  stdin: true,
  tty: true,
  listener: createRecorder(),
};

test('an exec', () => {
  const path = requestPath(base, ['sh', '-c', 'echo "ä&b" > /tmp/c?d#e+f%']);
  const url = requestUrl(new URL('https://example.test:6443'), path);
  assert.equal(url.pathname, '/api/v1/namespaces/ns/pods/web-0.x/exec');
  assert.deepEqual(url.searchParams.getAll('command'), ['sh', '-c', 'echo "ä&b" > /tmp/c?d#e+f%']);
  assert.ok(url.search.endsWith('&stdin=true&stdout=true&stderr=false&tty=true'), url.search);
});

test('an attach without a TTY or a container asks for stderr and names neither', () => {
  const { container: _, ...rest } = base;
  const path = requestPath({ ...rest, stdin: false, tty: false });
  assert.equal(
    path,
    '/api/v1/namespaces/ns/pods/web-0.x/attach?stdin=false&stdout=true&stderr=true&tty=false',
  );
});

test('with a TTY there is no stderr, even where it is asked for', () => {
  assert.match(requestPath({ ...base, stderr: true }), /stderr=false/);
});

test('the terminal of a command has a stdin, even where none is asked for; an attach has what it asks for', () => {
  assert.match(requestPath({ ...base, stdin: false }, ['sh']), /stdin=true/);
  assert.match(requestPath({ ...base, stdin: false, tty: false }, ['sh']), /stdin=false/);
  assert.match(requestPath({ ...base, stdin: false }), /stdin=false/);
});

test("the server's path is a prefix; its user, query and fragment are left out", () => {
  const prefixes: readonly (readonly [string, string])[] = [
    ['https://h', 'https://h/x'],
    ['https://h/', 'https://h/x'],
    ['https://u:p@h:6443/k8s/clusters/c-1/?a=b#c', 'https://h:6443/k8s/clusters/c-1/x'],
    ['http://[::1]:8080/p', 'http://[::1]:8080/p/x'],
  ];
  for (const [server, expected] of prefixes) assert.equal(requestUrl(new URL(server), '/x').href, expected);
  assert.throws(
    () => requestUrl(new URL('ftp://h'), '/x'),
    /server: expected an http: or https: URL, got ftp:/,
  );
});

const bad = [
  '',
  '..',
  '../../x?',
  'a/b',
  'A',
  'a_b',
  '-a',
  'a-',
  'a b',
  'a%2f',
  'a?b',
  'a#b',
  'ä',
  'a\n',
  'x'.repeat(254),
];

for (const name of bad) {
  test(`refuses the name ${JSON.stringify(name).slice(0, 20)} everywhere`, () => {
    for (const option of ['namespace', 'pod', 'container']) {
      assert.throws(() => requestPath({ ...base, [option]: name }), {
        name: 'TypeError',
        message: new RegExp(`^${option}: expected a DNS-1123 name, got`),
      });
    }
  });
}

test('dots and 253 characters are for pods alone', () => {
  assert.throws(() => requestPath({ ...base, namespace: 'a.b' }), TypeError);
  assert.throws(() => requestPath({ ...base, container: 'x'.repeat(64) }), TypeError);
  requestPath({ ...base, pod: 'x'.repeat(253) });
});

test('refuses a command that no program could be started with', () => {
  for (const command of [[], ['a\0b'], ['\ud800'], [1], 'sh']) {
    assert.throws(() => requestPath(base, command as unknown as string[]), {
      name: 'TypeError',
      message: /^command:/,
    });
  }
});

test('refuses a request for no stream at all', () => {
  assert.throws(
    () => requestPath({ ...base, tty: false, stdin: false, stdout: false, stderr: false }),
    TypeError,
  );
});
