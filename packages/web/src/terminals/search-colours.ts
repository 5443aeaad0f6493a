import type { SearchColours } from '@podbay/client';
import type { Theme } from '../settings/theme.ts';

const colours: Readonly<Record<Theme, SearchColours>> = {
  dark: { match: '#4a3b12', current: '#7a5a00', mark: '#b08a2e', currentMark: '#ffcf5c' },
  light: { match: '#ffeeb8', current: '#ffcf5c', mark: '#d9a520', currentMark: '#8a5a00' },
  'contrast-dark': { match: '#004a7a', current: '#8a0052', mark: '#8fc7ff', currentMark: '#ffe500' },
  'contrast-light': { match: '#ffe870', current: '#8fe3ff', mark: '#7a5c00', currentMark: '#0000c8' },
};

/** How text that was found is marked. */
export function searchColours(theme: Theme): SearchColours {
  return colours[theme];
}
