import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasScreen } from './open-browser.ts';

const places = [
  { name: 'a desktop', env: { DISPLAY: ':0' }, platform: 'linux', expected: true },
  { name: 'Wayland', env: { WAYLAND_DISPLAY: 'wayland-0' }, platform: 'linux', expected: true },
  { name: 'Linux in Windows', env: { WSL_DISTRO_NAME: 'Debian' }, platform: 'linux', expected: true },
  { name: 'a server', env: {}, platform: 'linux', expected: false },
  { name: 'a Mac', env: {}, platform: 'darwin', expected: true },
  { name: 'a Mac over SSH', env: { SSH_CONNECTION: '1 2 3 4' }, platform: 'darwin', expected: false },
  { name: 'CI with a screen', env: { CI: 'true', DISPLAY: ':0' }, platform: 'linux', expected: false },
  { name: 'CI said to be off', env: { CI: 'false', DISPLAY: ':0' }, platform: 'linux', expected: true },
] as const;

for (const { name, env, platform, expected } of places) {
  test(`${name}: ${expected ? 'a' : 'no'} browser`, () => {
    assert.equal(hasScreen(env, platform), expected);
  });
}
