import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from './storage.ts';

/** How the page looks. */
export const themes = ['light', 'dark', 'contrast-light', 'contrast-dark'] as const;
export type Theme = (typeof themes)[number];

/** What the user chose; `system` follows the system, its wish for more contrast included. */
export const themeChoices = ['system', ...themes] as const;
export type ThemeChoice = (typeof themeChoices)[number];

const systemDark = matchMedia('(prefers-color-scheme: dark)');
const systemContrast = matchMedia('(prefers-contrast: more)');
const listeners = new Set<() => void>();

/** The choice that is in force. */
export function themeChoice(): ThemeChoice {
  const chosen = readSetting('theme');
  return themeChoices.find(choice => choice === chosen) ?? 'system';
}

/** Puts the choice into force, and remembers it. */
export function chooseTheme(choice: ThemeChoice): void {
  writeSetting('theme', choice);
  applyTheme();
}

/** Tells the style sheets which theme is in force, now and whenever it changes. */
export function startTheme(): void {
  applyTheme();
  for (const query of [systemDark, systemContrast]) query.addEventListener('change', applyTheme);
}

/** The theme, live. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

/** What the user chose, live. */
export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(subscribe, themeChoice);
}

/** The theme, now. */
export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  const scheme = systemDark.matches ? 'dark' : 'light';
  return systemContrast.matches ? `contrast-${scheme}` : scheme;
}

function applyTheme(): void {
  const theme = currentTheme();
  const { dataset } = document.documentElement;
  dataset.theme = theme.endsWith('dark') ? 'dark' : 'light';
  if (theme.startsWith('contrast')) dataset.contrast = 'more';
  else delete dataset.contrast;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
