import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classifyMessage, type MessageCode } from './classify-message.ts';

const rows: readonly (readonly [string, MessageCode | undefined])[] = [
  ['Unauthorized', 'unauthorized'],
  [
    'pods "web" is forbidden: User "u" cannot get resource "pods/exec" in API group "" in the namespace "ns"',
    'forbidden',
  ],
  ['pods "web" is forbidden: ', 'forbidden'],
  ['pods "web" not found', 'pod-not-found'],
  ['pods "forbidden" not found', 'pod-not-found'],
  ['container x is not valid for pod web', 'container-not-found'],
  ['container forbidden is not valid for pod unauthorized', 'container-not-found'],
  ['a container name must be specified for pod web, choose one of: [a b]', 'container-required'],
  ['pod web does not have a host assigned', 'pod-not-scheduled'],
  [
    'Internal error occurred: error sending request: Post "https://n:10250/exec/…": dial tcp 10.0.0.1:10250: i/o timeout',
    'node-unreachable',
  ],
  ['error dialing backend: dial tcp n:10250: connect: connection refused', 'node-unreachable'],
  ['dial tcp 10.0.0.1:10250: connect: no route to host', 'node-unreachable'],
  [
    'Internal error occurred: dial unix /run/containerd/containerd.sock: connect: no such file or directory',
    'node-unreachable',
  ],
  ['Internal error occurred: unable to upgrade connection: pod does not exist', 'pod-gone'],
  ['pod does not exist', 'pod-gone'],
  ['container not found ("x")', 'container-not-running'],
  [
    'Internal error occurred: unable to upgrade connection: container not found ("x")',
    'container-not-running',
  ],
  ['container is in CONTAINER_EXITED state', 'container-not-running'],
  ['cannot exec in a container that is not running', 'container-not-running'],
  ['Debug endpoints are disabled.', 'exec-disabled'],
  ['maximum number of in-flight requests exceeded', 'rate-limited'],
  [
    'Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: ' +
      'failed to start exec "ab12": OCI runtime exec failed: exec failed: unable to start container process: ' +
      'exec: "bash": executable file not found in $PATH: unknown',
    'executable-not-found',
  ],
  [
    'exec failed: unable to start container process: exec: "dial tcp": executable file not found in $PATH: unknown',
    'executable-not-found',
  ],
  [
    'crun: executable file `bash` not found in $PATH: No such file or directory: OCI runtime attempted to invoke a command that was not found',
    'executable-not-found',
  ],
  [
    'unable to start container process: exec: "/no/such": stat /no/such: no such file or directory: unknown',
    'executable-not-found',
  ],
  ['unable to start container process: exec: "/etc/passwd": permission denied: unknown', 'not-executable'],
  ['exec: "say \\"dial tcp\\" forbidden": executable file not found in $PATH', 'executable-not-found'],
  ['something else', undefined],
  ['', undefined],
];

for (const [message, code] of rows) {
  test(`${code ?? 'no code'}: ${message.slice(0, 70)}`, () => {
    assert.equal(classifyMessage(message), code);
  });
}
