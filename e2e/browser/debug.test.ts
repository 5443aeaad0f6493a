import assert from 'node:assert/strict';
import { axeViolations } from './axe.ts';
import { browserTests } from './browser-test.ts';
import { findPods } from './cluster-requests.ts';
import type { Stack } from './stack.ts';

const browserTest = browserTests({ debug: { images: ['busybox:1.37', 'nobody/nothing:1'] } });

/** A pod of the distroless gateway; each test gets another one. */
async function gatewayPod(stack: Stack, index: number): Promise<string> {
  const pods = await findPods(stack, 'platform', 'gateway-');
  return pods[index]?.metadata?.name ?? assert.fail('there are too few gateways');
}

browserTest(
  'no shell: one click to a debug container, in the same tab; it is used again',
  async ({ ui, page, stack }) => {
    const place = { namespace: 'platform', pod: await gatewayPod(stack, 0), container: 'gateway' };
    await ui.follow(place);
    const card = page.getByRole('region', { name: 'No shell in this container' });
    const start = page.getByRole('button', { name: 'Start a debug container' });
    await card.getByText(`It is added to the pod ${place.pod}, and Kubernetes can’t remove it`).waitFor();
    await card.getByText('Its program ends by itself after at most 8 hours.').waitFor();
    const pick = async (image: string) => {
      await card.getByRole('combobox', { name: 'Image' }).click();
      await page.getByRole('option', { name: image }).click();
    };
    await pick('nobody/nothing:1');
    await start.click();
    const trouble = card.getByRole('alert');
    await trouble.getByText(/nothing:1 can’t be pulled: (ErrImagePull|ImagePullBackOff)\.$/).waitFor();
    await trouble.getByText(/^The cluster says: .*not found/).waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await pick('busybox:1.37');
    await start.click();
    const terminal = ui.terminal();
    await terminal.isReady();
    assert.equal(await ui.tabs.count(), 1);
    await page.getByText('You are beside gateway: its files are in /proc/1/root').waitFor();
    // Without a click: the keyboard is where it belongs.
    await page.keyboard.type('cat /proc/1/root/etc/gateway/routes.yaml; tr "\\0" " " </proc/1/cmdline\n');
    await terminal.shows('host: shop.example');
    await terminal.shows('--config=/etc/gateway/routes.yaml');
    await terminal.run('exit 3');
    await terminal.says('Exited with code 3');
    await ui.filter.fill(place.pod);
    await ui.row(new RegExp(`^${place.pod} in platform`)).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Debug container…' }).click();
    await start.click();
    await ui.tabs.nth(1).waitFor();
    const again = ui.terminal();
    await again.isReady();
    const [pod] = await findPods(stack, 'platform', place.pod);
    assert.deepEqual(
      pod?.spec?.ephemeralContainers?.map(({ image }) => image),
      ['nobody/nothing:1', 'busybox:1.37'],
    );
    // As at the end of its lifetime.
    await again.run('pkill -f "podbay 2880[0]"');
    await again.says('Exited with code 137');
    await page.getByRole('button', { name: 'Open again' }).last().click();
    await page.getByRole('region', { name: 'The container isn’t running' }).waitFor();
    await start.click();
    await ui.terminal().isReady();
  },
  { expectedReports: /409/ },
);

browserTest(
  'the list’s menu offers it; who may not is told the verb',
  async ({ ui, page, stack }) => {
    const pod = await gatewayPod(stack, 1);
    await ui.pick('Context', 'demo-viewer');
    await ui.filter.fill(pod);
    await ui.row(new RegExp(`^${pod} in platform`)).click({ button: 'right' });
    await page.getByRole('menuitem', { name: 'Debug container…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Debug container beside gateway' });
    await dialog.getByRole('button', { name: 'Start a debug container' }).click();
    await dialog
      .getByText('Kubernetes doesn’t allow you to patch pods/ephemeralcontainers in the namespace platform.')
      .waitFor();
    assert.deepEqual(await axeViolations(page), []);
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  },
  { expectedReports: /403/ },
);

browserTest('in Chinese, and back, without a reload', async ({ ui, page, stack }) => {
  await ui.follow({ namespace: 'platform', pod: await gatewayPod(stack, 1), container: 'gateway' });
  await page.getByRole('button', { name: 'Start a debug container' }).waitFor();
  await page.getByRole('button', { name: 'Settings' }).click();
  await page.getByRole('menuitemradio', { name: '简体中文' }).click();
  await page.getByText('其中的程序最多运行 8小时，之后自行结束。').waitFor();
  await page.getByRole('button', { name: '启动调试容器' }).waitFor();
  await page.getByRole('menuitemradio', { name: 'English' }).click();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Start a debug container' }).waitFor();
});
