import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

// What takes the keyboard there, the first that can be seen.
const links = [
  ['.app nav [role="tree"], .app nav button', 'commands.skipToPods'],
  ['.app main .xterm-helper-textarea, .app main button', 'commands.skipToTerminals'],
] as const;

/** The first that Tab comes to: the way past the top bar. Seen only while the keyboard is there. */
export function SkipLinks(): ReactNode {
  const { t } = useTranslation();
  const go = (selector: string) =>
    [...document.querySelectorAll<HTMLElement>(selector)].find(element => element.checkVisibility())?.focus();
  return (
    <div className="skip-links">
      {links.map(([selector, key]) => (
        <button className="button skip-link" key={selector} onClick={() => go(selector)} type="button">
          {t(key)}
        </button>
      ))}
    </div>
  );
}
