import '../parts/dialog.css';
import { Dialog } from '@base-ui/react/dialog';
import type { DebugContainer, DebugImages, Target } from '@podbay/protocol';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import DebugOffer from './debug-offer.tsx';

export interface DebugDialogProps {
  readonly target: Target;
  readonly known: DebugImages;
  readonly onStarted: (started: DebugContainer) => void;
  readonly onClose: () => void;
}

/** Offers a debug container beside any container. */
export default function DebugDialog({ target, known, onStarted, onClose }: DebugDialogProps): ReactNode {
  const { t } = useTranslation();
  return (
    <Dialog.Root onOpenChange={open => !open && onClose()} open>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="popup dialog debug-dialog">
          <Dialog.Title className="dialog-title">
            {t('debug.title', { container: target.container })}
          </Dialog.Title>
          <DebugOffer known={known} onStarted={onStarted} target={target} />
          <div className="dialog-actions">
            <Dialog.Close className="button" data-kind="quiet">
              {t('app.close')}
            </Dialog.Close>
          </div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
