// `npm run screenshots`: drives the real interface on the demo cluster and writes docs/screenshots/*.png; with names behind it
// (`npm run screenshots -- several log-dark`), those scenes and pictures alone. The machine needs a font for Chinese and Japanese:
// where it has none, there are boxes in the pictures.
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { newContext } from '../e2e/browser/browser-context.ts';
import { launchChromium } from '../e2e/browser/chromium.ts';
import { findPods } from '../e2e/browser/cluster-requests.ts';
import { places } from '../e2e/browser/places.ts';
import { PodbayPage } from '../e2e/browser/podbay-page.ts';
import { type Stack, startStack } from '../e2e/browser/stack.ts';
import { until } from '../e2e/browser/until.ts';

const directory = fileURLToPath(new URL('../docs/screenshots/', import.meta.url));
const desktop = { width: 1440, height: 900 };
const phone = { width: 390, height: 844 };

/** Prints a line of 24-bit colours, short enough for a phone. */
const rainbow = String.raw`for i in $(seq 0 2 80); do printf "\033[48;2;$((255 - i * 3));$((i * 3));$((90 + i))m "; done; printf '\033[0m\n'`;

/** The state of the page to take a picture of. */
type Scene = (ui: PodbayPage, stack: Stack) => Promise<void>;

const scenes: Readonly<Record<string, Scene>> = {
  async pods(ui) {
    await ui.row(/CrashLoopBackOff/).waitFor();
  },
  async terminal(ui) {
    await ui.open(places.cache);
    const terminal = await ui.open(places.toolbox);
    await terminal.run(
      `cd /; clear; ls --color=always -l; printf '\\033[1m日本語 · Grüße\\033[0m\\n'; ${rainbow}`,
    );
    await terminal.shows('Grüße');
  },
  async editor(ui, stack) {
    const [pod] = await findPods(stack, 'shop', 'web-');
    const place = { namespace: 'shop', pod: pod?.metadata?.name ?? '', container: 'nginx' };
    const terminal = await ui.open(place);
    await terminal.run('vim -c "syntax on" -c "set number" /etc/nginx/nginx.conf');
    await terminal.shows('worker_processes');
  },
  async workloads(ui) {
    await ui.page.getByRole('button', { name: 'Workloads' }).click();
    await ui.row(/^Deployment web in shop/).click();
    const pinned = ui.row(/^web-\S+ in shop/).first();
    await pinned.hover();
    await pinned.locator('[data-action="pin"]').click();
    await ui.open(places.db);
    await ui.row(/^Recent: db-0/).waitFor();
  },
  async palette(ui) {
    await ui.open(places.cache);
    await ui.page.keyboard.press('Control+Shift+K');
    await ui.page.getByRole('option').first().waitFor();
    await ui.page.keyboard.type('shop web');
    await ui.page.locator('.palette mark').first().waitFor();
  },
  async log(ui, stack) {
    const [pod] = await findPods(stack, 'shop', 'api-');
    await ui.row(new RegExp(`^${pod?.metadata?.name} in shop`)).click({ button: 'right' });
    await ui.page.getByRole('menuitem', { name: 'Logs of the pod' }).click();
    await ui.page.locator('.log-source', { hasText: 'log-shipper' }).first().waitFor();
    await ui.page.getByRole('searchbox').fill('request');
    await ui.page.locator('.log-row mark').first().waitFor();
  },
  async several(ui) {
    await ui.page.getByRole('button', { name: 'Workloads' }).click();
    await ui.row(/^Deployment web in shop/).click({ button: 'right' });
    await ui.page.getByRole('menuitem', { name: 'Open all its pods in a grid' }).click();
    await ui.page.getByTestId('terminal-status').getByText('Connected').nth(2).waitFor();
    await ui.page.keyboard.press('Control+Shift+B');
    const dialog = ui.page.getByRole('dialog', { name: 'Send keys to several terminals' });
    await dialog.getByRole('button', { name: 'All', exact: true }).click();
    await dialog.getByRole('button', { name: /^Send to \d+ terminals$/ }).click();
    await ui.page.keyboard.type('uptime\n');
    await ui.page.locator('.xterm-rows', { hasText: 'load average' }).nth(2).waitFor();
  },
  async shortcuts(ui) {
    await ui.page.keyboard.press('?');
    await ui.page.getByRole('dialog', { name: 'Shortcuts' }).waitFor();
  },
  async settings(ui) {
    await ui.page.keyboard.press('Control+,');
    await ui.page.getByRole('dialog', { name: 'Settings' }).waitFor();
  },
  async 'no-shell'(ui, stack) {
    const [pod] = await findPods(stack, 'platform', 'gateway-');
    await ui.follow({ namespace: 'platform', pod: pod?.metadata?.name ?? '', container: 'gateway' });
    await ui.page.getByRole('button', { name: 'Start a debug container' }).waitFor();
  },
  async ended(ui) {
    const terminal = await ui.open(places.db);
    await terminal.run('echo "the last words"; exit 3');
    await terminal.says('Exited with code 3');
  },
};

const pictures = [
  ...Object.keys(scenes).flatMap(scene => [
    { scene, colorScheme: 'light' as const, viewport: desktop, name: `${scene}-light` },
    { scene, colorScheme: 'dark' as const, viewport: desktop, name: `${scene}-dark` },
  ]),
  { scene: 'pods', colorScheme: 'light', viewport: phone, name: 'phone-pods' },
  { scene: 'terminal', colorScheme: 'dark', viewport: phone, name: 'phone-terminal' },
  { scene: 'palette', colorScheme: 'light', viewport: phone, name: 'phone-palette' },
] as const;

async function take(browser: Browser, stack: Stack, picture: (typeof pictures)[number]): Promise<void> {
  const { scene, colorScheme, viewport, name } = picture;
  const touch = viewport === phone ? { hasTouch: true, isMobile: true } : {};
  const context = await newContext(browser, { colorScheme, viewport, renderer: 'dom', ...touch });
  const page = await context.newPage();
  const ui = new PodbayPage(page);
  await page.goto(stack.newLink());
  await ui.row(/./).first().waitFor();
  await scenes[scene]?.(ui, stack);
  // Nothing is pointed at.
  await page.mouse.move(viewport.width - 1, viewport.height - 1);
  await page.waitForTimeout(300);
  await page.screenshot({ path: `${directory}${name}.png`, animations: 'disabled' });
  // What is open over the page goes first.
  await page.keyboard.press('Escape');
  await page.locator('.popup').waitFor({ state: 'detached' });
  await ui.closeAllTabs();
  await until(async () => stack.gateway.sessionCount === 0);
  await context.close();
  console.log(`${name}.png`);
}

const asked = new Set(process.argv.slice(2));
const chosen = pictures.filter(({ scene, name }) => asked.size === 0 || asked.has(scene) || asked.has(name));
await mkdir(directory, { recursive: true });
const stack = await startStack();
const browser = await launchChromium();
try {
  for (const picture of chosen) await take(browser, stack, picture);
} finally {
  await browser.close();
  await stack.close();
}
