import { useEffect, useState } from 'react';

const shownMs = 2500;

/** A text that is said for a moment. */
export function useSay(): readonly [string | undefined, (text: string) => void] {
  const [said, setSaid] = useState<{ readonly text: string }>();
  useEffect(() => {
    if (said === undefined) return;
    const timer = setTimeout(() => setSaid(undefined), shownMs);
    return () => clearTimeout(timer);
  }, [said]);
  return [said?.text, text => setSaid({ text })];
}
