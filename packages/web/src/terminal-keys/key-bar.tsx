import './key-bar.css';
import { Toggle } from '@base-ui/react/toggle';
import { Toolbar } from '@base-ui/react/toolbar';
import type { MountedTerminal } from '@podbay/client';
import { type PointerEvent, type ReactNode, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import type { StickyCtrl } from './sticky-ctrl.ts';

export interface KeyBarProps {
  /** Nothing yet: the bar has its place all the same, so that the terminal does not change its size. */
  readonly mounted: MountedTerminal | undefined;
  /** Nothing takes keys any more. */
  readonly isOver: boolean;
  readonly ctrl: StickyCtrl;
  /** Opens the terminal's menu above the button that was pressed. */
  readonly onMenu: (place: { readonly clientX: number; readonly clientY: number }) => void;
}

const arrows = { left: ['←', 'D'], up: ['↑', 'A'], down: ['↓', 'B'], right: ['→', 'C'] } as const;
const arrowNames = ['left', 'up', 'down', 'right'] as const;

/** Keys that a keyboard on the screen lacks. They leave the keyboard where it is. */
export function KeyBar({ mounted, isOver, ctrl, onMenu }: KeyBarProps): ReactNode {
  const { t } = useTranslation();
  const isCtrlHeld = useSyncExternalStore(ctrl.subscribe, ctrl.isHeld);
  const terminal = mounted?.terminal;
  const send = (data: string) => terminal?.input(data, true);
  const arrow = (letter: string) => {
    // As programs asked for them (DECCKM); with Ctrl as xterm has them.
    if (ctrl.isHeld()) {
      ctrl.toggle();
      send(`\x1b[1;5${letter}`);
    } else send(`\x1b${terminal?.modes.applicationCursorKeysMode ? 'O' : '['}${letter}`);
  };
  return (
    <Toolbar.Root
      aria-label={t('tools.keys')}
      className="key-bar"
      inert={terminal === undefined || isOver}
      onPointerDown={keepKeyboard}
    >
      <Key label="Esc" onPress={() => send('\x1b')} />
      <Key label="Tab" onPress={() => send('\t')} />
      <Toolbar.Button className="key" onClick={() => ctrl.toggle()} render={<Toggle pressed={isCtrlHeld} />}>
        Ctrl
      </Toolbar.Button>
      {arrowNames.map(name => (
        <Key
          key={name}
          label={arrows[name][0]}
          name={t(`tools.keyArrow.${name}`)}
          onPress={() => arrow(arrows[name][1])}
        />
      ))}
      {['|', '~', '/'].map(character => (
        <Key key={character} label={character} onPress={() => send(character)} />
      ))}
      <Toolbar.Button
        aria-label={t('tools.keyMenu')}
        className="key"
        onClick={event => {
          const { right, top } = event.currentTarget.getBoundingClientRect();
          onMenu({ clientX: right, clientY: top });
        }}
      >
        <Icon name="more" size={16} />
      </Toolbar.Button>
    </Toolbar.Root>
  );
}

/** The keyboard on the screen stays as long as the terminal has the focus. */
function keepKeyboard(event: PointerEvent): void {
  event.preventDefault();
}

interface KeyProps {
  readonly label: string;
  readonly name?: string;
  readonly onPress: () => void;
}

function Key({ label, name, onPress }: KeyProps): ReactNode {
  return (
    <Toolbar.Button aria-label={name} className="key" onClick={onPress}>
      {label}
    </Toolbar.Button>
  );
}
