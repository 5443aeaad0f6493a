import { Popover } from '@base-ui/react/popover';
import { type KeyboardEvent, type ReactNode, type RefObject, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface TabNameProps {
  /** As it is called now. */
  readonly name: string;
  /** What the field lies over. A tab itself may hold nothing that can be operated. */
  readonly tab: RefObject<HTMLElement | null>;
  /** `undefined`: the user has thought better of it. */
  readonly onDone: (name: string | undefined) => void;
}

const maxLength = 100;

/** The field in which a tab is given a name. */
export function TabName({ name, tab, onDone }: TabNameProps): ReactNode {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const isDone = useRef(false);
  const [takeKeyboard] = useState(() => (element: HTMLInputElement | null) => {
    field.current = element;
    // Before the next key, and before there is a place to scroll to.
    element?.focus({ preventScroll: true });
  });
  const finish = (value: string | undefined) => {
    // The field loses the keyboard as it goes: that must not count as a second answer.
    if (!isDone.current) onDone(value);
    isDone.current = true;
  };
  const keep = () => finish(field.current?.value.trim());
  const [before] = useState(() => document.activeElement);
  const goBack = () => {
    const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
    const place = isThere ? before : tab.current?.closest<HTMLElement>('[role="tab"]');
    place?.focus();
  };
  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key !== 'Enter') return;
    keep();
    goBack();
  };
  return (
    <Popover.Root
      onOpenChange={(_, { reason }) => {
        if (reason !== 'escape-key') return keep();
        finish(undefined);
        goBack();
      }}
      open
    >
      <Popover.Portal>
        <Popover.Positioner
          align="start"
          anchor={tab}
          className="menu-positioner"
          sideOffset={({ anchor }) => -anchor.height}
        >
          <Popover.Popup
            aria-label={t('layout.nameLabel')}
            className="tab-name"
            finalFocus={false}
            initialFocus={field}
          >
            <input
              aria-label={t('layout.nameLabel')}
              className="tab-name-field"
              defaultValue={name}
              maxLength={maxLength}
              onFocus={event => event.currentTarget.select()}
              onKeyDown={handleKeyDown}
              placeholder={t('layout.nameAutomatic')}
              ref={takeKeyboard}
            />
          </Popover.Popup>
        </Popover.Positioner>
      </Popover.Portal>
    </Popover.Root>
  );
}
