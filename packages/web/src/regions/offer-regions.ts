import i18next from 'i18next';
import { commandRegistry } from '../commands/command-registry.ts';
import { focusNextRegion } from './next-region.ts';

/** Offers the way through the parts of the page, out of a terminal above all. */
export function offerRegions(): void {
  commandRegistry.register([
    {
      id: 'page.next-region',
      group: 'general',
      title: () => i18next.t('tools.leave'),
      shortcuts: ['Shift+Escape', 'F6'],
      run: () => focusNextRegion(),
    },
  ]);
}
