/** Puts `text` into the clipboard. `false`: the browser doesn't let the page, for want of a click or of a secure address. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
