import { useTranslation } from 'react-i18next';
import { useCommands } from './commands/use-commands.ts';

/** What concerns the page as a whole. */
export function usePageCommands(togglePods: () => void): void {
  const { t } = useTranslation();
  useCommands([
    {
      id: 'general.togglePods',
      group: 'general',
      title: () => t('commands.togglePods'),
      shortcuts: ['Mod+B', 'Ctrl+Shift+H'],
      run: togglePods,
    },
  ]);
}
