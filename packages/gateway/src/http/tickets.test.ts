import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { User } from '../auth/authenticator.ts';
import { Tickets } from './tickets.ts';

const ended = new AbortController().signal;
const user = (id: string): User => ({ id, name: id, groups: [], identity: { type: 'gateway' }, ended });
const target = { context: 'demo', namespace: 'shop', pod: 'web', container: 'app' };
const binding = { user: user('ada'), origin: 'https://podbay.example', purpose: { target } };

test('a ticket is good once', () => {
  const tickets = new Tickets();
  const { ticket, expiresInMs } = tickets.issue(binding, 0);
  assert.equal(expiresInMs, 30_000);
  assert.equal(tickets.redeem(ticket, binding, 29_999), true);
  assert.equal(tickets.redeem(ticket, binding, 29_999), false, 'replayed');
  assert.equal(tickets.redeem(tickets.issue(binding, 0).ticket, binding, 30_000), false, 'too old');
  assert.equal(tickets.redeem('', binding, 0), false);
});

test('a ticket is good for nothing else, and used up by the attempt', () => {
  const others = {
    user: { ...binding, user: user('eve') },
    origin: { ...binding, origin: 'https://evil.example' },
    'no origin': { ...binding, origin: undefined },
    pod: { ...binding, purpose: { target: { ...target, pod: 'db' } } },
    container: { ...binding, purpose: { target: { ...target, container: 'sidecar' } } },
    namespace: { ...binding, purpose: { target: { ...target, namespace: 'payments' } } },
    context: { ...binding, purpose: { target: { ...target, context: 'production' } } },
    session: { ...binding, purpose: { session: 'session-0123456789' } },
  };
  for (const [what, other] of Object.entries(others)) {
    const tickets = new Tickets();
    const { ticket } = tickets.issue(binding, 0);
    assert.equal(tickets.redeem(ticket, other, 0), false, what);
    assert.equal(tickets.redeem(ticket, binding, 0), false, 'used up');
  }
});

test('tickets that nobody uses are forgotten', () => {
  const tickets = new Tickets();
  for (let i = 0; i < 1000; i++) tickets.issue(binding, i);
  tickets.issue(binding, 31_000);
  assert.equal(tickets.size, 1);
});
