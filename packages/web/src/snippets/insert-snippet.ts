import type { MountedTerminal } from '@podbay/client';

/**
 * Inserts a command at the prompt as a paste, which programs that ask for it get marked as one. Nothing runs unless `run`;
 * where the lines of a paste would run by themselves, the user is asked first, as for every paste.
 */
export async function insertSnippet(
  mounted: MountedTerminal,
  command: string,
  { run }: { readonly run: boolean },
): Promise<void> {
  const text = command.replace(/\s+$/, '');
  mounted.focus();
  if (run) {
    mounted.terminal.paste(text);
    mounted.terminal.input('\r');
  } else {
    await mounted.paste(text);
  }
}
