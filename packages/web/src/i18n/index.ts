import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting, writeSetting } from '../settings/storage.ts';
import { en, type Messages } from './en.ts';
import { zhCn } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'main';
    resources: { main: Messages };
  }
}

/** The languages of the interface, by their BCP 47 tag, with their own names. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;

/** The language that was chosen, else the browser's, else English. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen !== null && chosen in languages) return chosen as Language;
  const first = browser.find(tag => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}

/** Loads the texts; the page's language follows. */
export function startI18n(): i18n {
  i18next.on('languageChanged', tag => {
    document.documentElement.lang = tag;
  });
  void i18next.use(initReactI18next).init({
    lng: preferredLanguage(readSetting('language'), navigator.languages),
    fallbackLng: 'en',
    defaultNS: 'main',
    resources: { en: { main: en }, 'zh-CN': { main: zhCn } },
    interpolation: { escapeValue: false }, // React escapes
    initAsync: false,
  });
  return i18next;
}

/** Changes the language at once and remembers it. */
export function chooseLanguage(language: Language): void {
  writeSetting('language', language);
  void i18next.changeLanguage(language);
}
