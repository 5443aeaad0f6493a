import '../parts/dialog.css';
import './paste-dialog.css';
import { AlertDialog } from '@base-ui/react/alert-dialog';
import { Checkbox } from '@base-ui/react/checkbox';
import type { PasteOffer } from '@podbay/client';
import { type ReactNode, useId, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { changeTerminalSettings, settingChoices } from '../settings/terminal-settings.ts';
import { formatBytes } from '../terminals/format-bytes.ts';
import { pastePreview } from './paste-preview.ts';
import { byteLength, type PasteRisk } from './paste-risk.ts';

export interface PasteDialogProps {
  readonly offer: PasteOffer;
  readonly risk: PasteRisk;
  readonly isOpen: boolean;
  readonly onAnswer: (paste: boolean) => void;
  /** Where the keyboard goes when it closes. */
  readonly returnTo: () => HTMLElement | undefined;
  /** It can't be seen any more. */
  readonly onClosed: () => void;
}

/** Shows what is about to be pasted, and asks. */
export default function PasteDialog({
  offer,
  risk,
  isOpen,
  onAnswer,
  returnTo,
  onClosed,
}: PasteDialogProps): ReactNode {
  const { t, i18n } = useTranslation();
  const cancel = useRef<HTMLButtonElement>(null);
  const lastId = useId();
  const [isLast, setLast] = useState(false);
  const preview = useMemo(() => pastePreview(offer.text), [offer]);
  const bytes = useMemo(() => byteLength(offer.text), [offer]);
  const more = preview.lineCount - preview.lines.length;
  const paste = () => {
    if (isLast) stopAsking(risk, bytes);
    onAnswer(true);
  };
  return (
    <AlertDialog.Root
      onOpenChange={open => !open && onAnswer(false)}
      onOpenChangeComplete={open => !open && onClosed()}
      open={isOpen}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup
          className="popup dialog paste-dialog"
          finalFocus={() => returnTo() ?? true}
          initialFocus={cancel}
        >
          <AlertDialog.Title className="dialog-title">
            {t(risk === 'size' ? 'tools.pasteTitleSize' : 'tools.pasteTitleLines')}
          </AlertDialog.Title>
          <AlertDialog.Description className="dialog-text">
            <strong>
              {t('tools.pasteLines', { size: formatBytes(bytes, i18n.language), count: preview.lineCount })}
            </strong>{' '}
            {t(offer.bracketed ? 'tools.pasteWaits' : 'tools.pasteRuns')}
          </AlertDialog.Description>
          <pre className="paste-preview">{preview.lines.join('\n')}</pre>
          {more > 0 && <p className="paste-more">{t('tools.pasteMore', { count: more })}</p>}
          {preview.hasControls && <p className="paste-more">{t('tools.pasteControls')}</p>}
          <label className="paste-last" htmlFor={lastId}>
            <Checkbox.Root checked={isLast} className="checkbox" id={lastId} onCheckedChange={setLast}>
              <Checkbox.Indicator>
                <Icon name="check" size={12} />
              </Checkbox.Indicator>
            </Checkbox.Root>
            {t(risk === 'size' ? 'tools.pasteNoSize' : 'tools.pasteNoLines')}
          </label>
          <div className="dialog-actions">
            <AlertDialog.Close className="button" ref={cancel}>
              {t('app.cancel')}
            </AlertDialog.Close>
            <button className="button" data-kind="primary" onClick={paste} type="button">
              {t('tools.pasteNow')}
            </button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

function stopAsking(risk: PasteRisk, bytes: number): void {
  if (risk === 'lines') changeTerminalSettings({ askBeforeLines: false });
  else
    changeTerminalSettings({
      askAboveKib: settingChoices.askAboveKib.find(kib => kib * 1024 >= bytes) ?? 0,
    });
}
