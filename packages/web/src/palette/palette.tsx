import './palette.css';
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { memo, type ReactNode, startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '../commands/platform.ts';
import { matchesShortcut } from '../commands/shortcut.ts';
import { Icon } from '../parts/icons.tsx';
import { Keys } from '../parts/keys.tsx';
import { takeFocus } from '../parts/take-focus.ts';
import type { Entry, Found, FoundGroup, GroupName } from './entries.ts';
import { find } from './find.ts';
import { PaletteItem } from './palette-item.tsx';
import { useCalm } from './use-calm.ts';
import { type Surroundings, useFindable } from './use-findable.ts';

/** How a container is to be opened. */
export type OpenWay = 'tab' | 'split';

/** What the user did before it was there. */
export interface PaletteStart {
  readonly typed: string;
  /** Enter came after that: the best of what is found is meant. */
  readonly entered: boolean;
}

export interface PaletteProps extends Surroundings {
  readonly open: boolean;
  readonly start: PaletteStart;
  /** Gets the keyboard back. */
  readonly returnTo: Element | null;
  readonly onClose: () => void;
  readonly onPick: (entry: Entry, way: OpenWay) => void;
}

const headings = {
  pinned: 'palette.groupPinned',
  recent: 'palette.groupRecent',
  containers: 'palette.groupContainers',
  sessions: 'palette.groupSessions',
  places: 'palette.groupPlaces',
  commands: 'palette.groupCommands',
} as const satisfies Record<GroupName, string>;

/** Finds containers, sessions, namespaces and commands by a few letters of their names. */
export default function Palette(props: PaletteProps): ReactNode {
  const { open, start, returnTo, onClose, onPick, ...surroundings } = props;
  const { t } = useTranslation();
  const picked = useRef<() => void>(undefined);
  const pick = (entry: Entry, way: OpenWay) => {
    picked.current = () => onPick(entry, way);
    onClose();
  };
  // What was picked may move the keyboard: only then, once it is back.
  const handleClosed = (isOpen: boolean) => {
    if (isOpen) return;
    if (returnTo instanceof HTMLElement && returnTo.isConnected) returnTo.focus({ preventScroll: true });
    picked.current?.();
    picked.current = undefined;
  };
  return (
    <Dialog.Root onOpenChange={next => !next && onClose()} onOpenChangeComplete={handleClosed} open={open}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup aria-label={t('palette.title')} className="popup palette" finalFocus={false}>
          <CalmSearch onPick={pick} start={start} surroundings={surroundings} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface PaletteSearchProps {
  readonly surroundings: Surroundings;
  readonly start: PaletteStart;
  readonly onPick: (entry: Entry, way: OpenWay) => void;
}

function CalmSearch({ surroundings, start, onPick }: PaletteSearchProps): ReactNode {
  const calm = useCalm(surroundings);
  const latest = useRef(onPick);
  useEffect(() => {
    latest.current = onPick;
  });
  const [pick] = useState(() => (entry: Entry, way: OpenWay) => latest.current(entry, way));
  return <PaletteSearch onPick={pick} start={start} surroundings={calm} />;
}

const PaletteSearch = memo(({ surroundings, start, onPick }: PaletteSearchProps): ReactNode => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(start.typed);
  const highlighted = useRef<{ readonly found: Found; readonly typed: string }>(undefined);
  const findable = useFindable(surroundings);
  // At once, not when there is time: Enter means what was typed.
  const found = useMemo(() => find(typed, findable), [typed, findable]);
  const isWhole = useSoon();
  const groups = isWhole || typed !== '' ? found : firstOf(found);
  const [best] = groups[0]?.items ?? [];
  const [first] = useState(() => (start.entered ? best : undefined));
  useEffect(() => {
    if (first !== undefined) onPick(first.entry, 'tab');
  }, [first, onPick]);
  const handleKeyDown: Autocomplete.Input.Props['onKeyDown'] = event => {
    const way = event.nativeEvent.isComposing ? undefined : wayOf(event.nativeEvent);
    // The highlight follows what was typed a moment later: until then the best of what is found is meant.
    const { current } = highlighted;
    const meant = current?.typed === typed ? current.found : best;
    if (way === undefined || meant === undefined) return;
    event.preventDefault();
    event.preventBaseUIHandler();
    onPick(meant.entry, way);
  };
  return (
    <Autocomplete.Root
      autoHighlight="always"
      inline
      items={groups}
      itemToStringValue={({ entry }: Found) => entry.title}
      keepHighlight
      mode="none"
      onItemHighlighted={item => {
        highlighted.current = item && { found: item, typed };
      }}
      onValueChange={setTyped}
      open
      value={typed}
    >
      <div className="palette-field">
        <Icon name="search" />
        <Autocomplete.Input
          aria-label={t('palette.title')}
          className="palette-input"
          onKeyDown={handleKeyDown}
          placeholder={t('palette.hint')}
          ref={takeFocus}
        />
      </div>
      <Autocomplete.Empty className="palette-empty">
        <strong>{t('palette.nothing')}</strong>
        <span>{t('palette.nothingText', { query: typed })}</span>
      </Autocomplete.Empty>
      <Autocomplete.List className="palette-list">
        {(group: FoundGroup) => (
          <Autocomplete.Group className="palette-group" items={group.items} key={group.value}>
            <Autocomplete.GroupLabel className="palette-heading">
              {t(headings[group.value])}
            </Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(found: Found) => (
                <PaletteItem found={found} key={found.entry.key} onPick={() => onPick(found.entry, 'tab')} />
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
      <Footer />
    </Autocomplete.Root>
  );
});

function wayOf(event: globalThis.KeyboardEvent): OpenWay | undefined {
  if (matchesShortcut(event, 'Mod+Enter')) return 'split';
  return event.key === 'Enter' ? 'tab' : undefined;
}

// As many as are in sight.
const firstItems = 12;

/** The beginning of what was found: the palette opens with it, so that no frame is late. */
function firstOf(groups: readonly FoundGroup[]): readonly FoundGroup[] {
  let left = firstItems;
  const short = groups.map(({ value, items }) => {
    const some = items.slice(0, left);
    left -= some.length;
    return { value, items: some };
  });
  return short.filter(({ items }) => items.length > 0);
}

/** True once the first picture has been painted. */
function useSoon(): boolean {
  const [isSoon, setIsSoon] = useState(false);
  useEffect(() => {
    const frame = requestAnimationFrame(() => startTransition(() => setIsSoon(true)));
    return () => cancelAnimationFrame(frame);
  }, []);
  return isSoon;
}

function Footer(): ReactNode {
  const { t } = useTranslation();
  return (
    <div aria-hidden="true" className="palette-footer">
      <span>
        <Keys shortcut="Enter" /> {t('palette.open')}
      </span>
      <span>
        <Keys shortcut={platform === 'mac' ? 'Meta+Enter' : 'Ctrl+Enter'} /> {t('palette.split')}
      </span>
      <span>
        <kbd className="kbd">&gt;</kbd> {t('palette.commandsOnly')}
      </span>
    </div>
  );
}
