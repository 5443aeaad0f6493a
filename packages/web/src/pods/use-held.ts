import { type RefObject, useEffect, useState } from 'react';

/**
 * The value as it was when the pointer came to the element: what changes by a click must not move what the next one is meant
 * for. It is the latest one again as soon as the pointer is elsewhere.
 */
export function useHeld<Value>(value: Value, pointedRef: RefObject<Element | null>): Value {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    if (shown === value) return;
    const isPointed = pointedRef.current?.matches(':hover') === true;
    if (!isPointed) setShown(value);
    const handlePointer = ({ target }: PointerEvent) => {
      if (pointedRef.current?.contains(target as Node) !== true) setShown(value);
    };
    document.addEventListener('pointerover', handlePointer);
    return () => document.removeEventListener('pointerover', handlePointer);
  }, [value, shown, pointedRef]);
  return shown;
}
