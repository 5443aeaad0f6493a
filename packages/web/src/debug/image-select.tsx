import '../parts/menu.css';
import { Select } from '@base-ui/react/select';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';

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
      <Select.Root disabled={disabled} onValueChange={next => next !== null && onChange(next)} value={value}>
        <Select.Trigger aria-labelledby={id} className="button debug-image-trigger">
          <Select.Value className="debug-image-value" />
          <Icon name="chevrons" size={14} />
        </Select.Trigger>
        <Select.Portal>
          <Select.Positioner alignItemWithTrigger={false} className="debug-image-popup" sideOffset={4}>
            <Select.Popup className="popup menu-popup">
              {images.map(image => (
                <Select.Item className="menu-item" key={image} value={image}>
                  <Select.ItemText className="menu-item-text">{image}</Select.ItemText>
                  <Select.ItemIndicator className="picker-check">
                    <Icon name="check" size={14} />
                  </Select.ItemIndicator>
                </Select.Item>
              ))}
            </Select.Popup>
          </Select.Positioner>
        </Select.Portal>
      </Select.Root>
    </div>
  );
}
