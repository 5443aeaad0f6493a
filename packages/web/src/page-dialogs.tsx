import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from './commands/use-commands.ts';
import { paletteCommandId, paletteShortcuts } from './palette/command-id.ts';
import type { PaletteProps } from './palette/palette.tsx';

// What is opened by a key press is fetched while the page is quiet, not for the first paint.
const loadPalette = () => import('./palette/palette.tsx');
const loadShortcuts = () => import('./commands/shortcuts-dialog.tsx');
const Palette = lazy(loadPalette);
const ShortcutsDialog = lazy(loadShortcuts);
const preloadMs = 800;

type Dialog = 'none' | 'palette' | 'shortcuts';

/** The palette and the list of shortcuts, and the commands that open them. */
export function PageDialogs(props: Omit<PaletteProps, 'open' | 'onClose'>): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Dialog>('none');
  const [wasOpen, setWasOpen] = useState<ReadonlySet<Dialog>>(new Set());
  const show = (dialog: Dialog) => {
    setWasOpen(old => new Set(old).add(dialog));
    setOpen(dialog);
  };
  useCommands([
    {
      id: paletteCommandId,
      group: 'general',
      title: () => t('commands.openPalette'),
      shortcuts: paletteShortcuts,
      run: () => show('palette'),
    },
    {
      id: 'general.shortcuts',
      group: 'general',
      title: () => t('commands.showShortcuts'),
      shortcuts: ['?', 'Ctrl+Shift+/'],
      run: () => show('shortcuts'),
    },
  ]);
  useEffect(() => {
    const timer = setTimeout(() => void Promise.all([loadPalette(), loadShortcuts()]), preloadMs);
    return () => clearTimeout(timer);
  }, []);
  const close = () => setOpen('none');
  return (
    <Suspense fallback={null}>
      {wasOpen.has('palette') && <Palette {...props} onClose={close} open={open === 'palette'} />}
      {wasOpen.has('shortcuts') && <ShortcutsDialog onClose={close} open={open === 'shortcuts'} />}
    </Suspense>
  );
}
