import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests({
  limits: { idleMs: 8_000, maxLifetimeMs: 18_000, warnMs: 6_000, accessCheckMs: 1_000 },
});

/** Waits for what is said above or below the terminal. */
async function says(terminal: TerminalView, text: string | RegExp): Promise<void> {
  await terminal.root.getByText(text).first().waitFor();
}

browserTest(
  'before a session ends for idleness, age or a shutdown that is said, and afterwards why it ended',
  async ({ ui, page, stack }) => {
    const idle = await ui.open(places.cache);
    await says(idle, /^Nobody has typed for long: this session ends in \d+ seconds? unless/);
    await idle.type('x');
    await idle.root.getByText(/^Nobody has typed for long/).waitFor({ state: 'detached' });

    const used = await ui.open(places.db);
    const typing = setInterval(() => void used.type('x').catch(() => {}), 2000);
    try {
      await says(used, /^This session reaches its longest lifetime and ends in \d+ seconds?\./);
      await used.says('Ended by the gateway: it had reached its longest lifetime');
    } finally {
      clearInterval(typing);
    }
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
    await says(last, /^The gateway shuts down: this session ends in \d+ seconds?\./);
    await last.run('echo "still ""here"');
    await last.shows(/^still here$/m);
    await last.says('Ended: the gateway was shut down');
    await closing;
    await until(async () => stack.gateway.sessionCount === 0);
    assert.equal(await page.getByRole('tab').count(), 5);
  },
  { expectedReports: /WebSocket connection|ERR_|network error|Failed to load|503/i },
);
