import '../parts/dialog.css';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { TFunction } from 'i18next';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { type TerminalTab, targetLabel } from './terminal-tabs.ts';

/** A tab that was asked to close while something runs in it. */
export interface CloseQuestion {
  readonly tab: TerminalTab;
  /** What runs; `undefined`: that can't be told. */
  readonly program: string | undefined;
}

export interface CloseDialogProps {
  readonly question: CloseQuestion | undefined;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
  /** Closes the tab and leaves the session to the others who look on. */
  readonly onLeave: () => void;
}

/** Asks before a tab takes a running shell with it. */
export function CloseDialog({ question, onCancel, onConfirm, onLeave }: CloseDialogProps): ReactNode {
  const { t } = useTranslation();
  const confirm = useRef<HTMLButtonElement>(null);
  const isShared = question !== undefined && question.tab.viewers > 1;
  return (
    <AlertDialog.Root onOpenChange={open => !open && onCancel()} open={question !== undefined}>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="popup dialog" initialFocus={confirm}>
          <AlertDialog.Title className="dialog-title">{t('closeDialog.title')}</AlertDialog.Title>
          <AlertDialog.Description className="dialog-text">
            {question !== undefined && questionText(question, t)}
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

function questionText({ tab, program }: CloseQuestion, t: TFunction): string {
  const target = targetLabel(tab.target);
  if (tab.viewers > 1) return t('closeDialog.sharedText', { target });
  if (program === undefined) return t('closeDialog.text', { target });
  return t('layout.closeProgram', { program, target });
}
