const prefix = 'podbay.';

/** A setting of this browser, or `null`. Where the browser keeps nothing, nothing is kept. */
export function readSetting(name: string): string | null {
  try {
    return localStorage.getItem(prefix + name);
  } catch {
    return null;
  }
}

/** Keeps a setting in this browser. */
export function writeSetting(name: string, value: string): void {
  try {
    localStorage.setItem(prefix + name, value);
  } catch {
    // Private windows and full disks: the setting lasts as long as the page.
  }
}
