import { useState } from 'react';
import { readSetting, writeSetting } from '../settings/storage.ts';
import type { View } from './rows.ts';

/** How the list is ordered; kept. */
export function useView(): readonly [View, (view: View) => void] {
  const [view, setView] = useState<View>(() =>
    readSetting('podView') === 'workloads' ? 'workloads' : 'pods',
  );
  const choose = (next: View) => {
    writeSetting('podView', next);
    setView(next);
  };
  return [view, choose];
}
