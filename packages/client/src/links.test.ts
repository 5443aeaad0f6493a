import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSafeLink } from './links.ts';

const cases: Readonly<Record<string, boolean>> = {
  'http://example.org/': true,
  'https://example.org/?a=b#c': true,
  'HTTPS://example.org': true,
  'javascript:alert(1)': false,
  'JaVaScRiPt:alert(1)': false,
  ' javascript:alert(1)': false,
  'java\tscript:alert(1)': false,
  'data:text/html,<script>alert(1)</script>': false,
  'vbscript:x': false,
  'file:///etc/passwd': false,
  'blob:https://example.org/1': false,
  'mailto:ada@example.org': false,
  '//example.org': false,
  'example.org': false,
  '': false,
};

for (const [address, isSafe] of Object.entries(cases)) {
  test(`${JSON.stringify(address)} ${isSafe ? 'may be opened' : 'opens nothing'}`, () =>
    assert.equal(isSafeLink(address), isSafe));
}
