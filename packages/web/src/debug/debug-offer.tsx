import './debug.css';
import type { DebugContainer, DebugImages, Target } from '@podbay/protocol';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import { ProgressLine, Trouble } from './debug-progress.tsx';
import { formatLifetime } from './format-lifetime.ts';
import { ImageSelect } from './image-select.tsx';
import { useDebugStart } from './use-debug-start.ts';

export interface DebugOfferProps {
  readonly target: Target;
  readonly known: DebugImages;
  readonly onStarted: (started: DebugContainer) => void;
}

/** Offers a debug container beside `target`: what that means, the one click, and how it goes. */
export default function DebugOffer({ target, known, onStarted }: DebugOfferProps): ReactNode {
  const { t, i18n } = useTranslation();
  const { images, lifetimeMs } = known;
  const [image, setImage] = useState(images[0] ?? '');
  const { progress, start, cancel } = useDebugStart(target, onStarted);
  const isBusy = progress.type === 'asking' || progress.type === 'waiting';
  const { pod, container } = target;
  return (
    <div className="debug-offer">
      <p>{t('debug.what', { container })}</p>
      <p className="debug-stays">
        {t('debug.stays', { pod, time: formatLifetime(lifetimeMs, i18n.language) })}
      </p>
      <div className="debug-actions">
        {images.length > 1 && (
          <ImageSelect disabled={isBusy} images={images} onChange={setImage} value={image} />
        )}
        <button
          aria-disabled={isBusy}
          className="button"
          data-kind="primary"
          onClick={() => !isBusy && void start(image)}
          type="button"
        >
          <Icon name="terminal" size={14} />
          {t('debug.start')}
        </button>
        {isBusy && (
          <button className="button" onClick={cancel} type="button">
            {t('debug.cancel')}
          </button>
        )}
      </div>
      <ProgressLine progress={progress} />
      <Trouble progress={progress} target={target} />
    </div>
  );
}
