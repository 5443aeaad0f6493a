import './shortcuts-dialog.css';
import { Dialog } from '@base-ui/react/dialog';
import { ScrollArea } from '@base-ui/react/scroll-area';
import { type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { Keys } from '../parts/keys.tsx';
import { type Command, type CommandGroup, commandRegistry, shownShortcuts } from './command-registry.ts';
import { isFreeInTerminal } from './shortcut.ts';

export interface ShortcutsDialogProps {
  readonly open: boolean;
  readonly onClose: () => void;
}

const groups: readonly CommandGroup[] = ['general', 'find', 'terminal', 'layout', 'several'];

/** All shortcuts that there are now, as this platform's keyboards have them. */
export default function ShortcutsDialog({ open, onClose }: ShortcutsDialogProps): ReactNode {
  const { t } = useTranslation();
  const commands = useSyncExternalStore(commandRegistry.subscribe, commandRegistry.snapshot);
  return (
    <Dialog.Root onOpenChange={next => !next && onClose()} open={open}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="popup shortcuts">
          <div className="shortcuts-head">
            <Dialog.Title className="shortcuts-title">{t('commands.shortcuts')}</Dialog.Title>
            <Dialog.Close aria-label={t('app.close')} className="icon-button">
              <Icon name="close" />
            </Dialog.Close>
          </div>
          <Dialog.Description className="shortcuts-text">{t('commands.shortcutsText')}</Dialog.Description>
          <ScrollArea.Root className="shortcuts-scroll">
            <ScrollArea.Viewport
              aria-label={t('commands.shortcuts')}
              className="shortcuts-groups"
              role="region"
            >
              {groups.map(group => (
                <Group
                  commands={commands.filter(command => command.group === group)}
                  key={group}
                  name={t(`commands.${group}`)}
                />
              ))}
              <PlaceKeys keys={listKeys} name={t('commands.list')} />
              <PlaceKeys keys={tabKeys} name={t('commands.tab')} />
            </ScrollArea.Viewport>
          </ScrollArea.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface GroupProps {
  readonly name: string;
  readonly commands: readonly Command[];
}

function Group({ name, commands }: GroupProps): ReactNode {
  const shown = commands.filter(command => shownShortcuts(command).length > 0);
  if (shown.length === 0) return null;
  return (
    <section className="shortcuts-group">
      <h3>{name}</h3>
      <dl>
        {shown.map((command, index) => {
          const { series } = command;
          if (series === undefined) return <CommandLine command={command} key={command.id} />;
          // The first one stands for all.
          if (series.shortcut === shown[index - 1]?.series?.shortcut) return null;
          return <Line key={command.id} name={series.title()} shortcuts={[series.shortcut]} />;
        })}
      </dl>
    </section>
  );
}

const listKeys = [
  ['commands.listMove', ['ArrowUp', 'ArrowDown']],
  ['commands.listFold', ['ArrowLeft', 'ArrowRight']],
  ['commands.listOpen', ['Enter']],
  ['commands.listPin', ['P']],
  ['commands.listMenu', ['Shift+F10']],
] as const;

const tabKeys = [
  ['commands.tabMove', ['ArrowLeft', 'ArrowRight']],
  ['commands.tabShow', ['Enter']],
  ['commands.tabName', ['F2']],
  ['commands.tabClose', ['Delete']],
  ['commands.tabMenu', ['Shift+F10']],
] as const;

interface PlaceKeysProps {
  readonly name: string;
  readonly keys: typeof listKeys | typeof tabKeys;
}

/** Keys that act where the keyboard is. */
function PlaceKeys({ name, keys }: PlaceKeysProps): ReactNode {
  const { t } = useTranslation();
  return (
    <section className="shortcuts-group">
      <h3>{name}</h3>
      <dl>
        {keys.map(([key, shortcuts]) => (
          <Line key={key} name={t(key)} shortcuts={shortcuts} />
        ))}
      </dl>
    </section>
  );
}

function CommandLine({ command }: { readonly command: Command }): ReactNode {
  const { terminalKeys } = command;
  return <Line name={command.title()} shortcuts={shownShortcuts(command)} terminalKeys={terminalKeys} />;
}

interface LineProps {
  readonly name: string;
  readonly shortcuts: readonly string[];
  /** Which of them a terminal has, though they are not kept from it. */
  readonly terminalKeys?: readonly string[] | undefined;
}

function Line({ name, shortcuts, terminalKeys = [] }: LineProps): ReactNode {
  const { t } = useTranslation();
  return (
    <div className="shortcuts-line">
      <dt>{name}</dt>
      <dd>
        {shortcuts.map(shortcut => (
          <span className="shortcuts-keys" key={shortcut}>
            {(isFreeInTerminal(shortcut) || terminalKeys.includes(shortcut)) && (
              <span className="shortcuts-free" title={t('commands.inTerminal')}>
                <Icon name="terminal" size={12} />
                <span className="visually-hidden">{t('commands.inTerminal')}: </span>
              </span>
            )}
            <Keys shortcut={shortcut} />
          </span>
        ))}
      </dd>
    </div>
  );
}
