import { Autocomplete } from '@base-ui/react/autocomplete';
import type { ReactNode } from 'react';
import { shownShortcuts } from '../commands/command-registry.ts';
import { Dot } from '../parts/dot.tsx';
import { Icon, type IconName } from '../parts/icons.tsx';
import { Keys } from '../parts/keys.tsx';
import { Marked } from '../parts/marked.tsx';
import type { Entry, Found } from './entries.ts';

const icons: Readonly<Record<Exclude<Entry['type'], 'container'>, IconName>> = {
  session: 'sessions',
  context: 'box',
  namespace: 'list',
  command: 'chevronRight',
};

export interface PaletteItemProps {
  readonly found: Found;
  readonly onPick: () => void;
}

/** One thing that was found. */
export function PaletteItem({ found, onPick }: PaletteItemProps): ReactNode {
  const { entry, titleMarks, detailMarks } = found;
  const shortcut = entry.type === 'command' ? shownShortcuts(entry.command)[0] : undefined;
  return (
    <Autocomplete.Item className="palette-item" onClick={onPick} value={found}>
      <span className="palette-sign">
        {entry.type === 'container' ? <Dot tone={entry.tone} /> : <Icon name={icons[entry.type]} size={14} />}
      </span>
      <span className="palette-title">
        <Marked marks={titleMarks} text={entry.title} />
      </span>
      <span className="palette-detail">
        <Marked marks={detailMarks} text={entry.detail} />
      </span>
      {shortcut !== undefined && <Keys shortcut={shortcut} />}
    </Autocomplete.Item>
  );
}
