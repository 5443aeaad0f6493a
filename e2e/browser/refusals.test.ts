import assert from 'node:assert/strict';
import { browserTests } from './browser-test.ts';
import { findPods } from './cluster-requests.ts';
import { places } from './places.ts';
import type { Place, PodbayPage } from './podbay-page.ts';
import type { Stack } from './stack.ts';

const browserTest = browserTests();

interface Refusal {
  readonly title: string;
  readonly texts: readonly (string | RegExp)[];
}

/** Follows a link, and expects it to be refused in these words. */
async function refuses(ui: PodbayPage, place: Place, { title, texts }: Refusal): Promise<void> {
  await ui.follow(place);
  const card = ui.page.getByRole('region', { name: title });
  await card.waitFor();
  for (const text of texts) await card.getByText(text).waitFor();
  const { context = 'demo', namespace, pod, container } = place;
  await card.getByText(`${context} / ${namespace} / ${pod} / ${container}`).waitFor();
  await card.getByRole('button', { name: 'Try again' }).waitFor();
  await ui.terminal(place).says(title);
}

async function podName(stack: Stack, namespace: string, prefix: string): Promise<string> {
  const [pod] = await findPods(stack, namespace, prefix);
  return pod?.metadata?.name ?? assert.fail(`no pod ${prefix} in ${namespace}`);
}

browserTest('who may not open a container is told which verbs are missing', async ({ ui }) => {
  for (const [context, verbs] of [
    ['demo-get-only', 'create'],
    ['demo-viewer', 'get and create'],
  ] as const)
    await refuses(
      ui,
      { context, ...places.cache },
      {
        title: 'You may not open this container',
        texts: [new RegExp(`allow you to ${verbs} pods/exec in the namespace shop`)],
      },
    );
});

browserTest('a container that does not run: its state and reason', async ({ ui, stack }) => {
  const crashing = await podName(stack, 'payments', 'fraud-check-');
  await ui.filter.fill('fraud-check');
  await ui.row(new RegExp(`^${crashing} in payments, CrashLoopBackOff`)).waitFor();
  for (const [namespace, prefix, container, text] of [
    ['payments', 'fraud-check-', 'fraud-check', 'fraud-check is waiting: CrashLoopBackOff.'],
    ['payments', 'invoices-', 'invoices', /^invoices is waiting: (ImagePullBackOff|ErrImagePull)\.$/],
    ['shop', 'api-', 'migrate', 'migrate has terminated: Completed, exit code 0.'],
  ] as const) {
    const pod = await podName(stack, namespace, prefix);
    const place = { namespace, pod, container };
    await refuses(ui, place, { title: 'The container isn’t running', texts: [text] });
  }
});

browserTest('an image without a shell: the command that helps', async ({ ui, stack }) => {
  const pod = await podName(stack, 'platform', 'gateway-');
  const command = `kubectl --context demo -n platform debug -it ${pod} --image=busybox:1.37 --target=gateway -- sh`;
  await refuses(
    ui,
    { namespace: 'platform', pod, container: 'gateway' },
    { title: 'No shell in this container', texts: [command] },
  );
  await ui.page.getByRole('button', { name: 'Copy' }).waitFor();
});

browserTest('a pod without a node, and a node that does not answer', async ({ ui, stack }) => {
  const agents = await findPods(stack, 'kube-system', 'log-agent-');
  const lost = agents.find(({ spec }) => spec?.nodeName === 'fra1-worker-3')?.metadata?.name ?? '';
  await refuses(
    ui,
    { namespace: 'kube-system', pod: lost, container: 'log-agent' },
    { title: 'The node doesn’t answer', texts: [/fra1-worker-3/] },
  );
  const pod = await podName(stack, 'shop', 'recommendations-');
  await refuses(
    ui,
    { namespace: 'shop', pod, container: 'model' },
    { title: 'The pod has no node yet', texts: [/The scheduler hasn’t found a node/] },
  );
});

browserTest('no such pod, container, context; no valid credentials', async ({ ui }) => {
  for (const [place, title] of [
    [{ namespace: 'shop', pod: 'nobody-0', container: 'x' }, 'No such pod'],
    [{ ...places.cache, container: 'nobody' }, 'No such container'],
    [{ context: 'elsewhere', ...places.cache }, 'No such context'],
    [{ context: 'demo-expired', ...places.cache }, 'The cluster refused your credentials'],
  ] as const)
    await refuses(ui, place, { title, texts: [] });
});

browserTest('Try again opens what can be opened now', async ({ ui, page }) => {
  // As if another user's context had been picked by mistake: the same tab, then the right one.
  await refuses(
    ui,
    { namespace: 'shop', pod: 'nobody-0', container: 'redis' },
    { title: 'No such pod', texts: [/There is no pod nobody-0 in the namespace shop/] },
  );
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByRole('region', { name: 'No such pod' }).waitFor();
  await ui.open(places.cache);
  assert.equal(await ui.tabs.count(), 2);
});
