import assert from 'node:assert/strict';
import { test } from 'node:test';
import { certificateNames } from './certificate-names.ts';

const cases: readonly (readonly [subject: string | string[] | undefined, alternative: string, string[]])[] = [
  ['proxy', 'DNS:a.example, URI:spiffe://x/y', ['CN=proxy', 'DNS:a.example', 'URI:spiffe://x/y']],
  [['a', 'b'], 'email:ops@example.org', ['CN=a', 'CN=b', 'email:ops@example.org']],
  [undefined, 'IP Address:10.0.0.1, DNS:a', ['DNS:a']],
  [undefined, '', []],
  // One name with another in it is one name (CVE-2021-44532).
  [undefined, 'DNS:"x, DNS:proxy.example"', ['DNS:x, DNS:proxy.example']],
  [undefined, 'URI:"a\\", DNS:proxy.example", DNS:b', ['URI:a", DNS:proxy.example', 'DNS:b']],
  [undefined, 'DNS:a"b, DNS:proxy.example', []],
];

for (const [subject, alternative, names] of cases) {
  test(`the names in ${JSON.stringify([subject, alternative])}`, () => {
    const certificate = { subjectaltname: alternative, ...(subject && { subject: { CN: subject } }) };
    assert.deepEqual(certificateNames(certificate as Parameters<typeof certificateNames>[0]), names);
  });
}
