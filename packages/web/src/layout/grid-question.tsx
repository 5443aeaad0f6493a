import '../parts/dialog.css';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { Target } from '@podbay/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { TerminalTabs } from '../terminals/terminal-tabs.ts';
import { gridLimit, gridRequest, openGrid } from './open-grid.ts';

export interface GridQuestionProps {
  readonly tabs: TerminalTabs;
  readonly targets: readonly Target[];
}

/** Asks before very many shells are started at once. */
export default function GridQuestion({ tabs, targets }: GridQuestionProps): ReactNode {
  const { t } = useTranslation();
  const answer = (chosen: readonly Target[]) => {
    gridRequest.ask(undefined);
    openGrid(tabs, chosen);
  };
  return (
    <AlertDialog.Root onOpenChange={open => !open && gridRequest.ask(undefined)} open>
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup className="popup dialog">
          <AlertDialog.Title className="dialog-title">
            {t('several.gridTitle', { count: targets.length })}
          </AlertDialog.Title>
          <AlertDialog.Description className="dialog-text">{t('several.gridText')}</AlertDialog.Description>
          <div className="dialog-actions">
            <AlertDialog.Close className="button">{t('app.cancel')}</AlertDialog.Close>
            <button className="button" onClick={() => answer(targets.slice(0, gridLimit))} type="button">
              {t('several.gridFirst', { count: gridLimit })}
            </button>
            <button className="button" data-kind="primary" onClick={() => answer(targets)} type="button">
              {t('several.gridAll', { count: targets.length })}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
