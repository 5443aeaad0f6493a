import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from './storage.ts';

/** What the user chose; `system` follows the system. */
export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];
export type Theme = 'light' | 'dark';

const systemDark = matchMedia('(prefers-color-scheme: dark)');
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
  for (const listener of listeners) listener();
}

/** Tells the style sheets which theme was chosen. */
export function applyTheme(): void {
  const choice = themeChoice();
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

/** Light or dark, live. */
export function useTheme(): Theme {
  return useSyncExternalStore(subscribe, currentTheme);
}

/** Light or dark, now. */
export function currentTheme(): Theme {
  const choice = themeChoice();
  if (choice !== 'system') return choice;
  return systemDark.matches ? 'dark' : 'light';
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  systemDark.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    systemDark.removeEventListener('change', listener);
  };
}
