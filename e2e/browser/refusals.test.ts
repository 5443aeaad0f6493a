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

browserTest('who may not create an exec is told the verb', async ({ ui }) => {
  await refuses(
    ui,
    { context: 'demo-get-only', ...places.cache },
    {
      title: 'You may not open this container',
      texts: [/allow you to create pods\/exec in the namespace shop/],
    },
  );
});

browserTest('who may do nothing with an exec is told both verbs', async ({ ui }) => {
  await refuses(
    ui,
    { context: 'demo-viewer', ...places.cache },
    {
      title: 'You may not open this container',
      texts: [/allow you to get and create pods\/exec in the namespace shop/],
    },
  );
});

browserTest('a container that crashes again and again: its state and reason', async ({ ui, stack }) => {
  const pod = await podName(stack, 'payments', 'fraud-check-');
  await ui.filter.fill('fraud-check');
  await ui.row(new RegExp(`^${pod} in payments, CrashLoopBackOff`)).waitFor();
  await refuses(
    ui,
    { namespace: 'payments', pod, container: 'fraud-check' },
    { title: 'The container isn’t running', texts: ['fraud-check is waiting: CrashLoopBackOff.'] },
  );
});

browserTest('an image that can’t be pulled: the reason', async ({ ui, stack }) => {
  const pod = await podName(stack, 'payments', 'invoices-');
  await refuses(
    ui,
    { namespace: 'payments', pod, container: 'invoices' },
    {
      title: 'The container isn’t running',
      texts: [/^invoices is waiting: (ImagePullBackOff|ErrImagePull)\.$/],
    },
  );
});

browserTest('an init container that has completed', async ({ ui, stack }) => {
  const pod = await podName(stack, 'shop', 'api-');
  await refuses(
    ui,
    { namespace: 'shop', pod, container: 'migrate' },
    { title: 'The container isn’t running', texts: ['migrate has terminated: Completed, exit code 0.'] },
  );
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

browserTest('a node that does not answer: its name', async ({ ui, stack }) => {
  const agents = await findPods(stack, 'kube-system', 'log-agent-');
  const lost = agents.find(({ spec }) => spec?.nodeName === 'fra1-worker-3')?.metadata?.name ?? '';
  await refuses(
    ui,
    { namespace: 'kube-system', pod: lost, container: 'log-agent' },
    { title: 'The node doesn’t answer', texts: [/fra1-worker-3/] },
  );
});

browserTest('a pod that waits for a node', async ({ ui, stack }) => {
  const pod = await podName(stack, 'shop', 'recommendations-');
  await refuses(
    ui,
    { namespace: 'shop', pod, container: 'model' },
    { title: 'The pod has no node yet', texts: [/The scheduler hasn’t found a node/] },
  );
});

for (const [what, place, title] of [
  ['pod', { namespace: 'shop', pod: 'nobody-0', container: 'x' }, 'No such pod'],
  ['container', { ...places.cache, container: 'nobody' }, 'No such container'],
  ['context', { context: 'elsewhere', ...places.cache }, 'No such context'],
  ['valid credentials', { context: 'demo-expired', ...places.cache }, 'The cluster refused your credentials'],
] as const)
  browserTest(`no such thing: ${what}`, async ({ ui }) => await refuses(ui, place, { title, texts: [] }));

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
