/** The languages of the interface, by their BCP 47 tag, with their own names. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;

/** The language that was chosen, else the browser's first that there is, else English. */
export function preferredLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen !== null && chosen in languages) return chosen as Language;
  const first = browser.find(tag => /^(en|zh)\b/i.test(tag));
  return first?.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en';
}
