import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readSetting, writeSetting } from '../settings/storage.ts';
import { en, type Messages } from './en.ts';
import { type Language, preferredLanguage } from './preferred-language.ts';
import { zhCn } from './zh-cn.ts';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'main';
    resources: { main: Messages };
  }
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
