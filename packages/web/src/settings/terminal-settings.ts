import { useSyncExternalStore } from 'react';
import { readSetting, writeSetting } from './storage.ts';

/** How terminals look and behave. */
export interface TerminalSettings {
  /** Names of fonts, as in CSS; empty: the system's own. */
  readonly fontFamily: string;
  readonly fontSizePx: number;
  /** Height of a row, as a multiple of the font's. */
  readonly lineHeight: number;
  readonly letterSpacingPx: number;
  /** Signs that stand together are drawn in one where the font can. */
  readonly ligatures: boolean;
  /** What the contrast of text and background is raised to; 1: not at all. */
  readonly minimumContrast: (typeof settingChoices.minimumContrast)[number];
  readonly cursorStyle: (typeof settingChoices.cursorStyle)[number];
  readonly cursorBlink: boolean;
  readonly scrollbackLines: number;
  readonly copyOnSelect: boolean;
  readonly bell: (typeof settingChoices.bell)[number];
  readonly screenReader: boolean;
  /** Ask before lines are pasted that would run at once. */
  readonly askBeforeLines: boolean;
  /** Ask before more than this is pasted; 0: never. */
  readonly askAboveKib: (typeof settingChoices.askAboveKib)[number];
}

export const defaultTerminalSettings: TerminalSettings = {
  fontFamily: '',
  fontSizePx: 13,
  lineHeight: 1.2,
  letterSpacingPx: 0,
  ligatures: false,
  minimumContrast: 4.5,
  cursorStyle: 'block',
  cursorBlink: true,
  scrollbackLines: 10_000,
  copyOnSelect: false,
  bell: 'visual',
  screenReader: false,
  askBeforeLines: true,
  askAboveKib: 5,
};

/** From the least to the most, and by how much at a time. */
export const numberRanges = {
  fontSizePx: { min: 6, max: 48, step: 1 },
  lineHeight: { min: 1, max: 2, step: 0.05 },
  letterSpacingPx: { min: -2, max: 8, step: 1 },
  scrollbackLines: { min: 0, max: 200_000, step: 1000 },
} as const;

/** What there is to choose from. */
export const settingChoices = {
  minimumContrast: [1, 3, 4.5, 7],
  cursorStyle: ['block', 'bar', 'underline'],
  bell: ['none', 'visual', 'sound'],
  askAboveKib: [5, 64, 1024, 0],
} as const;

const maxFontFamilyLength = 200;

type Rules = { readonly [Name in keyof TerminalSettings]: (value: unknown) => boolean };

const inRange =
  ({ min, max }: { readonly min: number; readonly max: number }) =>
  (value: unknown) =>
    typeof value === 'number' && value >= min && value <= max;
const isBoolean = (value: unknown) => typeof value === 'boolean';
const oneOf = (choices: readonly unknown[]) => (value: unknown) => choices.includes(value);

const rules: Rules = {
  fontFamily: value => typeof value === 'string' && value.length <= maxFontFamilyLength,
  fontSizePx: inRange(numberRanges.fontSizePx),
  lineHeight: inRange(numberRanges.lineHeight),
  letterSpacingPx: inRange(numberRanges.letterSpacingPx),
  ligatures: isBoolean,
  minimumContrast: oneOf(settingChoices.minimumContrast),
  cursorStyle: oneOf(settingChoices.cursorStyle),
  cursorBlink: isBoolean,
  scrollbackLines: value => inRange(numberRanges.scrollbackLines)(value) && Number.isInteger(value),
  copyOnSelect: isBoolean,
  bell: oneOf(settingChoices.bell),
  screenReader: isBoolean,
  askBeforeLines: isBoolean,
  askAboveKib: oneOf(settingChoices.askAboveKib),
};

/** Reads what was kept. What makes no sense, or is not known, counts for nothing. */
export function parseTerminalSettings(kept: string | null): TerminalSettings {
  const values = parseObject(kept);
  const valid = Object.entries(rules).filter(([name, isValid]) => isValid(values[name]));
  return { ...defaultTerminalSettings, ...Object.fromEntries(valid.map(([name]) => [name, values[name]])) };
}

function parseObject(kept: string | null): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(kept ?? '{}');
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

const settingName = 'terminal';
const listeners = new Set<() => void>();
let settings = parseTerminalSettings(readSetting(settingName));

/** The settings, now. */
export function terminalSettings(): TerminalSettings {
  return settings;
}

/** Puts changes into force at once, and keeps them. What makes no sense is left as it was. */
export function changeTerminalSettings(change: Partial<TerminalSettings>): void {
  const next = { ...settings, ...change };
  for (const name of Object.keys(change) as (keyof TerminalSettings)[]) if (!rules[name](next[name])) return;
  settings = next;
  writeSetting(settingName, JSON.stringify(settings));
  for (const listener of listeners) listener();
}

/** Calls `listener` after each change. Returns the function that stops it. */
export function subscribeTerminalSettings(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The settings, live. */
export function useTerminalSettings(): TerminalSettings {
  return useSyncExternalStore(subscribeTerminalSettings, terminalSettings);
}
