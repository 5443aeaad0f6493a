import { AlertDialog } from '@base-ui/react/alert-dialog';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type TerminalTab, targetLabel } from './terminal-tabs.ts';

export interface CloseDialogProps {
  /** The tab that was asked to close while its session lives. */
  readonly tab: TerminalTab | undefined;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
  /** Closes the tab and leaves the session to the others who look on. */
  readonly onLeave: () => void;
}

/** Asks before a tab takes a running shell with it. */
export function CloseDialog({ tab, onCancel, onConfirm, onLeave }: CloseDialogProps): ReactNode {
  const { t } = useTranslation();
  const confirm = useRef<HTMLButtonElement>(null);
  const isShared = tab !== undefined && tab.viewers > 1;
  return (
    <AlertDialog.Root onOpenChange={open => !open && onCancel()} open={tab !== undefined}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="popup dialog" initialFocus={confirm}>
          <AlertDialog.Title className="dialog-title">{t('closeDialog.title')}</AlertDialog.Title>
          <AlertDialog.Description className="dialog-text">
            {tab !== undefined &&
              t(isShared ? 'closeDialog.sharedText' : 'closeDialog.text', {
                target: targetLabel(tab.target),
              })}
          </AlertDialog.Description>
          <div className="dialog-actions">
            <AlertDialog.Close className="button">{t('app.cancel')}</AlertDialog.Close>
            {isShared && (
              <button className="button" onClick={onLeave} type="button">
                {t('closeDialog.leave')}
              </button>
            )}
            <button className="button" data-kind="danger" onClick={onConfirm} ref={confirm} type="button">
              {t('closeDialog.confirm')}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
