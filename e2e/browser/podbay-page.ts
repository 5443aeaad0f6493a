import type { Target } from '@podbay/protocol';
import type { Locator, Page } from 'playwright-core';
import { TerminalView } from './terminal-view.ts';

/** Where a terminal is to be opened; the context is that of the demo's administrator where none is named. */
export type Place = Omit<Target, 'context'> & { readonly context?: string };

/** Podbay's page, as somebody who uses it sees it. */
export class PodbayPage {
  readonly page: Page;
  readonly filter: Locator;
  readonly tree: Locator;
  readonly tabs: Locator;

  constructor(page: Page) {
    this.page = page;
    this.filter = page.getByRole('textbox', { name: 'Filter pods' });
    this.tree = page.getByRole('tree', { name: 'Pods' });
    this.tabs = page.getByRole('tab');
  }

  /** The line of a pod or container whose name begins like this. */
  row(name: string | RegExp): Locator {
    return this.tree.getByRole('treeitem', { name });
  }

  /** The terminal that is shown; with a place, the one there. */
  terminal(place?: Pick<Place, 'pod' | 'container'>): TerminalView {
    const name = place === undefined ? /^Terminal in / : `Terminal in ${place.container} of ${place.pod}`;
    return new TerminalView(this.page, this.page.getByRole('region', { name }));
  }

  /** Follows a link to a container, and waits for nothing. */
  async follow({ context = 'demo', namespace, pod, container }: Place): Promise<void> {
    const link = `#/${[context, namespace, pod, container].map(encodeURIComponent).join('/')}`;
    await this.page.evaluate(hash => location.assign(hash), link);
  }

  /** Follows a link to a container and waits for its prompt. */
  async open(place: Place): Promise<TerminalView> {
    await this.follow(place);
    const terminal = this.terminal(place);
    await terminal.isReady();
    return terminal;
  }

  /** Picks an entry of one of the fields in the top bar. */
  async pick(field: 'Context' | 'Namespace', entry: string): Promise<void> {
    await this.page.getByRole('combobox', { name: field }).click();
    await this.page.getByRole('option', { name: new RegExp(`^${entry}( |$)`) }).click();
  }

  /** Opens the list of the running sessions. */
  async openSessions(): Promise<Locator> {
    await this.page.getByTestId('sessions').click();
    return this.page.getByRole('dialog', { name: 'Running sessions' });
  }

  /** Closes the tab of this name; a shell that still runs in it is ended. */
  async closeTab(tab: Locator): Promise<void> {
    const before = await this.tabs.count();
    await tab.locator('.terminal-tab-close').click();
    const dialog = this.page.getByRole('alertdialog');
    const closed = this.tabs.nth(before - 1).waitFor({ state: 'detached' });
    await Promise.race([closed, dialog.waitFor()]);
    if (await dialog.isVisible()) await dialog.getByRole('button', { name: 'End session' }).click();
    await closed;
  }

  async closeAllTabs(): Promise<void> {
    for (let left = await this.tabs.count(); left > 0; left = await this.tabs.count())
      await this.closeTab(this.tabs.first());
  }
}
