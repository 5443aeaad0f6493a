import xterm from '@xterm/headless';

/** The lines, scrollback and screen, of a terminal of 80 by 24 that was fed with `output`. */
export async function showScreen(output: Buffer, scrollback: number): Promise<string[]> {
  const terminal = new xterm.Terminal({ cols: 80, rows: 24, scrollback, allowProposedApi: true });
  await new Promise<void>(resolve => terminal.write(output, resolve));
  const { active } = terminal.buffer;
  const lines = Array.from(
    { length: active.length },
    (_, y) => active.getLine(y)?.translateToString(true) ?? '',
  );
  terminal.dispose();
  return lines;
}
