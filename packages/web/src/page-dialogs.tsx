import { lazy, type ReactNode, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from './commands/use-commands.ts';
import { paletteCommandId, paletteShortcuts } from './palette/command-id.ts';
import type { PaletteProps, PaletteStart } from './palette/palette.tsx';
import { usePreparedPods } from './palette/use-prepared-pods.ts';
import { HeldKeys } from './parts/held-keys.tsx';

// What is opened by a key press is fetched while the page is quiet, not for the first paint.
const loadPalette = () => import('./palette/palette.tsx');
const loadShortcuts = () => import('./commands/shortcuts-dialog.tsx');
const Palette = lazy(loadPalette);
const ShortcutsDialog = lazy(loadShortcuts);
const preloadMs = 800;

const nothingTyped: PaletteStart = { typed: '', entered: false };

type Dialog = 'none' | 'palette' | 'shortcuts';

type PageDialogsProps = Omit<PaletteProps, 'open' | 'start' | 'returnTo' | 'onClose'>;

/** The palette and the list of shortcuts, and the commands that open them. */
export function PageDialogs(props: PageDialogsProps): ReactNode {
  const { t } = useTranslation();
  const [open, setOpen] = useState<Dialog>('none');
  const [wasOpen, setWasOpen] = useState<ReadonlySet<Dialog>>(new Set());
  const [start, setStart] = useState(nothingTyped);
  const [returnTo, setReturnTo] = useState<Element | null>(null);
  usePreparedPods(props.list.pods, props.scope?.context ?? '');
  const show = (dialog: Dialog) => {
    if (open === 'none') setReturnTo(document.activeElement);
    setStart(nothingTyped);
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
    <Suspense
      fallback={
        <HeldKeys
          label={t('palette.title')}
          onEntered={() => setStart(old => ({ ...old, entered: true }))}
          onTyped={typed => setStart(old => (old.entered ? old : { ...old, typed }))}
        />
      }
    >
      {wasOpen.has('palette') && (
        <Palette {...props} onClose={close} open={open === 'palette'} returnTo={returnTo} start={start} />
      )}
      {wasOpen.has('shortcuts') && <ShortcutsDialog onClose={close} open={open === 'shortcuts'} />}
    </Suspense>
  );
}
