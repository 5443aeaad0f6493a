import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests({
  limits: { idleMs: 8_000, maxLifetimeMs: 18_000, warnMs: 6_500, accessCheckMs: 1_000 },
});

/** The line above a terminal that says what will happen. */
function notice(terminal: TerminalView, code: string): Locator {
  return terminal.root.locator(`.notice-bar[data-code="${code}"]`);
}

const seconds = String.raw`\d+ seconds?`;

browserTest(
  'before a session ends for idleness, age or a shutdown that is said, and afterwards why it ended',
  async ({ ui, page, stack }) => {
    const idle = await ui.open(places.cache);
    const idleSoon = `Nobody has typed for long: this session ends in ${seconds} unless somebody does.`;
    await notice(idle, 'idle-soon')
      .getByText(new RegExp(`^${idleSoon}$`))
      .waitFor();
    // The eye is told each second, the ear once.
    const spoken = await idle.root.getByRole('status').first().textContent();
    const seen = notice(idle, 'idle-soon').locator('.notice-text');
    await until(async () => (await seen.textContent()) !== spoken || 'it does not count down');
    assert.match(spoken ?? '', new RegExp(`^${idleSoon}$`));
    assert.equal(await idle.root.getByRole('status').first().textContent(), spoken);
    await idle.type('x');
    await notice(idle, 'idle-soon').waitFor({ state: 'detached' });

    const used = await ui.open(places.db);
    const lifetimeSoon = notice(used, 'lifetime-soon');
    const typing = setInterval(() => void used.type('x').catch(() => {}), 400);
    try {
      await lifetimeSoon
        .getByText(new RegExp(`^This session reaches its longest lifetime and ends in ${seconds}\\.$`))
        .waitFor();
    } finally {
      clearInterval(typing);
    }
    // Idleness would end it later, and hides nothing; nor does typing, which ends that warning only.
    const oneMore = lifetimeSoon.getByText('1 more notice');
    await oneMore.waitFor();
    await used.type('x');
    await oneMore.waitFor({ state: 'detached' });
    assert.ok(await lifetimeSoon.isVisible());
    await lifetimeSoon.getByRole('button', { name: 'Dismiss' }).click();
    await lifetimeSoon.waitFor({ state: 'detached' });
    await used.says('Ended by the gateway: it had reached its longest lifetime');
    await ui.tabs.filter({ hasText: /redis/ }).click();
    await idle.says('Ended by the gateway: nothing was typed for too long');

    const ledger = (await stack.cluster.pods('payments', AbortSignal.timeout(5000))).find(({ name }) =>
      name.startsWith('ledger-'),
    );
    assert.ok(ledger);
    const place = { namespace: 'payments', pod: ledger.name, container: 'ledger' };
    const doomed = await ui.open(place);
    stack.demo.faults.inject({ type: 'stall' });
    await stack.cluster.client.delete(`/api/v1/namespaces/payments/pods/${ledger.name}`, {
      query: { gracePeriodSeconds: '0' },
    });
    await doomed.says('Ended: its container is gone');
    stack.demo.faults.clear();

    const dev = await ui.open({ context: 'demo-dev', ...places.cache });
    const bindings = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings';
    await stack.cluster.client.delete(`${bindings}/developers`);
    await dev.says('Ended by the gateway: you may not open terminals here any more');
    // Nobody but the user could end what is left in there: the kubeconfig's user is the gateway's own.
    await stack.cluster.client.delete('/api/v1/namespaces/shop/pods/cache-0', {
      query: { gracePeriodSeconds: '0' },
    });

    const last = await ui.open(places.toolbox);
    const closing = stack.gateway.close({ drainMs: 4000 });
    await notice(last, 'shutdown-soon')
      .getByText(new RegExp(`^The gateway shuts down: this session ends in ${seconds}\\.$`))
      .waitFor();
    await last.run('echo "still ""here"');
    await last.shows(/^still here$/m);
    await last.says('Ended: the gateway was shut down');
    await closing;
    await until(async () => stack.gateway.sessionCount === 0);
    assert.equal(await page.getByRole('tab').count(), 5);
  },
  { expectedReports: /WebSocket connection|ERR_|network error|Failed to load|503/i },
);
