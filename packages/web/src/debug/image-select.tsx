import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Select } from '../parts/select.tsx';

export interface ImageSelectProps {
  readonly images: readonly string[];
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (image: string) => void;
}

/** Picks the image that a debug container is made from. */
export function ImageSelect({ images, value, disabled, onChange }: ImageSelectProps): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <div className="debug-image">
      <span className="debug-image-label" id={id}>
        {t('debug.image')}
      </span>
      <Select
        aria-labelledby={id}
        choices={images.map(image => ({ value: image, label: image }))}
        disabled={disabled}
        onChange={onChange}
        value={value}
      />
    </div>
  );
}
