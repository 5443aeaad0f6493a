import '../parts/dialog.css';
import { Dialog } from '@base-ui/react/dialog';
import { type ReactNode, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { shortcutKeys } from '../commands/shortcut-label.ts';
import { type TerminalTab, type TerminalTabs, tabTitle, targetLabel } from '../terminals/terminal-tabs.ts';
import { pageBroadcast, stopShortcut } from './page-broadcast.ts';

/** A set of terminals that can be chosen with one click. */
export interface TerminalSet {
  readonly label: string;
  readonly find: () => Promise<readonly string[]>;
}

export interface ChooseDialogProps {
  readonly tabs: TerminalTabs;
  readonly sets: readonly TerminalSet[];
  readonly onClose: () => void;
}

/** Chooses the terminals that are typed to together. */
export function ChooseDialog({ tabs, sets, onClose }: ChooseDialogProps): ReactNode {
  const { t } = useTranslation();
  const { tabs: all } = useSyncExternalStore(tabs.subscribe, tabs.snapshot);
  const [chosen, setChosen] = useState(() => initialChoice(tabs));
  const start = () => {
    pageBroadcast.choose(chosen);
    onClose();
  };
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  return (
    <Dialog.Root onOpenChange={open => !open && onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="popup dialog">
          <Dialog.Title className="dialog-title">{t('several.title')}</Dialog.Title>
          <Dialog.Description className="dialog-text">
            {t('several.text', { keys: shortcutKeys(stopShortcut).join('+') })}
          </Dialog.Description>
          <div className="choose-sets">
            {sets.map(({ label, find }) => (
              <button
                className="button"
                key={label}
                onClick={() => void find().then(ids => setChosen(new Set(ids)))}
                type="button"
              >
                {label}
              </button>
            ))}
          </div>
          <ul className="choose-list">
            {all.map(tab => (
              <Choice isChosen={chosen.has(tab.id)} key={tab.id} onToggle={() => toggle(tab.id)} tab={tab} />
            ))}
          </ul>
          <div className="dialog-actions">
            <Dialog.Close className="button">{t('app.cancel')}</Dialog.Close>
            <button
              className="button"
              data-kind="primary"
              disabled={chosen.size < 2}
              onClick={start}
              type="button"
            >
              {t('several.start', { count: chosen.size })}
            </button>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface ChoiceProps {
  readonly tab: TerminalTab;
  readonly isChosen: boolean;
  readonly onToggle: () => void;
}

function Choice({ tab, isChosen, onToggle }: ChoiceProps): ReactNode {
  const { t } = useTranslation();
  const title = tabTitle(tab);
  const where = targetLabel(tab.target);
  const isConnected = tab.state.type === 'attached';
  return (
    <li>
      <label className="choose-item">
        <input checked={isChosen} disabled={!isConnected} onChange={onToggle} type="checkbox" />
        <span className="choose-title">{title}</span>
        <span className="choose-note">
          {isConnected ? title !== where && where : t('several.notConnected')}
        </span>
      </label>
    </li>
  );
}

function initialChoice(tabs: TerminalTabs): ReadonlySet<string> {
  const { receivers } = pageBroadcast.snapshot();
  const { activeId = '' } = tabs.snapshot();
  return receivers.size > 0 || tabs.find(activeId) === undefined ? receivers : new Set([activeId]);
}
