import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { browserTests } from './browser-test.ts';
import { places } from './places.ts';
import type { TerminalView } from './terminal-view.ts';
import { until } from './until.ts';

const browserTest = browserTests();

interface Size {
  readonly rows: number;
  readonly cols: number;
}

async function reportedSize(terminal: TerminalView): Promise<Size> {
  await terminal.complete('clear; echo "size" $(stty size)');
  const [, rows, cols] = /^size (\d+) (\d+)$/m.exec(await terminal.text()) ?? [];
  return { rows: Number(rows), cols: Number(cols) };
}

/** Waits until the shell knows a size that is as it should be. */
async function untilSize(terminal: TerminalView, isRight: (size: Size) => boolean): Promise<Size> {
  let size = await reportedSize(terminal);
  await until(async () => {
    size = await reportedSize(terminal);
    return isRight(size) || JSON.stringify(size);
  });
  return size;
}

browserTest('the size follows the window, the list and the other tabs', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  const first = await reportedSize(terminal);
  assert.equal(first.rows, await terminal.root.locator('.xterm-rows > div').count());
  assert.ok(first.cols > 80 && first.cols < 200, `${first.cols} columns`);
  await page.setViewportSize({ width: 1000, height: 600 });
  const smaller = await untilSize(terminal, ({ rows, cols }) => rows < first.rows && cols < first.cols);
  await page.getByRole('button', { name: 'Hide pods' }).click();
  await untilSize(terminal, ({ rows, cols }) => rows === smaller.rows && cols > smaller.cols);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'Show pods' }).click();
  await untilSize(terminal, ({ rows, cols }) => rows === first.rows && cols === first.cols);
});

browserTest('a program learns of the new size at once', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete(`trap 'echo "now" $(stty size)' WINCH`);
  await page.setViewportSize({ width: 900, height: 500 });
  await terminal.press('Enter');
  await terminal.shows(/now \d+ \d+$/m);
});

/** How many columns the cursor stands from the left after `text` was printed. */
async function columnsOf(terminal: TerminalView, text: string): Promise<number> {
  const octal = [...Buffer.from(text)].map(byte => `\\${byte.toString(8).padStart(3, '0')}`).join('');
  const ask = `IFS=';[' read -srd R -p $'\\033[6n' _ _ col; printf '\\n%s%d\\n' 'col' $((col - 1))`;
  await terminal.complete(`clear; printf '${octal}'; ${ask}`);
  return Number(/^col(\d+)$/m.exec(await terminal.text())?.[1]);
}

browserTest('CJK, emoji and combining characters are whole and as wide as they should be', async ({ ui }) => {
  const terminal = await ui.open(places.toolbox);
  for (const [text, columns] of [
    ['日本語 한국어 中文', 18],
    ['🪑👍🏽', 4],
    // One emoji of several.
    ['👩‍🚀', 2],
    ['e\u0301a\u0308n\u0303', 3],
  ] as const) {
    assert.equal(await columnsOf(terminal, text), columns, text);
    assert.ok((await terminal.text()).includes(text), await terminal.text());
  }
  // Characters whose bytes come one by one.
  const octal = [...Buffer.from('→日🪑é')].map(byte => `'\\${byte.toString(8)}'`).join(' ');
  await terminal.complete(`for byte in ${octal}; do printf "$byte"; sleep 0.03; done; echo`);
  await terminal.shows(/^→日🪑é$/m);
});

async function styleOf(cell: Locator) {
  return await cell.evaluate(element => {
    const { color, backgroundColor, fontWeight, textDecorationLine, fontStyle } = getComputedStyle(element);
    return { color, backgroundColor, fontWeight, textDecorationLine, fontStyle };
  });
}

browserTest('24-bit colours, bold, italic and underline', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete(`clear; printf '\\033[1;3;4;38;2;255;100;0;48;2;0;0;128m%s\\033[0m\\n' "sty""led"`);
  const style = await styleOf(terminal.root.locator('.xterm-rows span', { hasText: /^styled$/ }));
  assert.equal(style.color, 'rgb(255, 100, 0)');
  assert.equal(style.backgroundColor, 'rgb(0, 0, 128)');
  assert.ok(Number(style.fontWeight) >= 600, style.fontWeight);
  assert.equal(style.fontStyle, 'italic');
  assert.match(style.textDecorationLine, /underline/);
});

for (const theme of ['light', 'dark', 'contrast-light', 'contrast-dark'])
  browserTest(`what is inverse has the two colours in exchange, ${theme}`, async ({ ui, page }) => {
    await page.evaluate(chosen => localStorage.setItem('podbay.theme', chosen), theme);
    await page.reload();
    const terminal = await ui.open(places.db);
    await terminal.complete(`clear; printf '\\033[7m%s\\033[0m %s\\n' "in""verse" "pl""ain"`);
    const inverse = await styleOf(terminal.root.locator('.xterm-rows span', { hasText: /^inverse$/ }));
    const plain = await styleOf(terminal.root.locator('.xterm-rows'));
    const surface = await styleOf(terminal.root.locator('.xterm-viewport'));
    assert.equal(inverse.backgroundColor, plain.color);
    assert.equal(inverse.color, surface.backgroundColor);
  });

browserTest('in a theme of high contrast the colours of programs have it, too', async ({ ui, page }) => {
  await page.evaluate(() => localStorage.setItem('podbay.theme', 'contrast-dark'));
  await page.reload();
  const terminal = await ui.open(places.db);
  await terminal.complete(`clear; printf '\\033[38;2;90;90;90m%s\\033[0m\\n' "gr""ey"`);
  const { color } = await styleOf(terminal.root.locator('.xterm-rows span', { hasText: /^grey$/ }));
  const [red = 0] = color.match(/\d+/g)?.map(Number) ?? [];
  // 7 : 1 on black; 4.5 : 1 would be 116.
  assert.ok(red >= 149, color);
});

browserTest('the alternate screen comes and goes: less', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete('echo before-less');
  await terminal.run('seq 1 500 | less');
  await terminal.shows(/^1\n2\n3\n/);
  assert.doesNotMatch(await terminal.text(), /before-less/);
  await terminal.type('G');
  await terminal.shows(/^500$/m);
  await terminal.type('q');
  await terminal.shows(/^before-less$/m);
  assert.doesNotMatch(await terminal.text(), /^500$/m);
});

browserTest('vi edits a file', async ({ ui }) => {
  const terminal = await ui.open(places.toolbox);
  await terminal.run('vi -u NONE /tmp/note.txt');
  await terminal.shows(/^~$/m);
  await terminal.type('iwritten in vi');
  await terminal.press('Escape');
  await terminal.run(':wq');
  await terminal.shows(/[$#] *$/);
  await terminal.run('md5sum < /tmp/note.txt; cat /tmp/note.txt');
  await terminal.shows(/^written in vi$/m);
});

browserTest('clicks and the wheel reach a program that asks for the mouse', async ({ ui, page }) => {
  const terminal = await ui.open(places.toolbox);
  await terminal.complete(`stty -echo -icanon; printf '\\033[?1000h\\033[?1006h'`);
  await terminal.run('cat -v');
  const screen = terminal.root.locator('.xterm-screen');
  const box = await screen.boundingBox();
  assert.ok(box);
  await page.mouse.click(box.x + 3, box.y + 3);
  await terminal.shows('^[[<0;1;1M^[[<0;1;1m');
  await page.mouse.wheel(0, 200);
  await terminal.shows('^[[<65;1;1M');
  await terminal.press('Control+c');
  await terminal.complete(`stty sane; printf '\\033[?1000l\\033[?1006l'`);
});

browserTest('a program names its tab', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete(`PS1='$ '; PROMPT_COMMAND=; printf '\\033]0;title by zero\\007'`);
  await ui.tabs.filter({ hasText: 'title by zero' }).waitFor();
  await terminal.complete(`printf '\\033]2;<b>title</b> by two\\033\\\\'`);
  await ui.tabs.filter({ hasText: '<b>title</b> by two' }).waitFor();
  await ui.page.getByRole('tab', { name: /^<b>title<\/b> by two, db-0 \/ postgres, connected/ }).waitFor();
});

browserTest('a flood leaves the page responsive, and Ctrl-C stops it', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  await terminal.run('yes');
  await terminal.shows(/^y\ny\ny\n/);
  // The slowest frame says more of the machine than of the page.
  const usualMs = await page.evaluate(async () => {
    const frames: number[] = [];
    for (let end = performance.now() + 2000, last = performance.now(); last < end; ) {
      await new Promise(requestAnimationFrame);
      frames.push(performance.now() - last);
      last = performance.now();
    }
    return frames.toSorted((a, b) => a - b)[Math.floor(frames.length / 2)] ?? Number.POSITIVE_INFINITY;
  });
  assert.ok(usualMs < 300, `frames take ${usualMs} ms`);
  await ui.filter.fill('cache');
  await ui.row(/^playground /).waitFor({ state: 'detached' });
  await terminal.type('');
  await terminal.press('Control+c');
  await terminal.shows(/\^C\n.*[$#] *$/, 10_000);
  await terminal.run('echo still $((40 + 2)) here');
  await terminal.shows(/^still 42 here$/m);
});

browserTest(
  'drawn as browsers do it by default, something is painted',
  async ({ ui, page }) => {
    await ui.follow(places.db);
    const terminal = ui.terminal(places.db);
    await terminal.says('Connected');
    await terminal.run(`clear; printf '\\033[48;2;255;0;0m%200s\\033[0m'`);
    const screen = terminal.root.locator('.xterm-screen');
    await until(async () => {
      const red = await countRed(page, await screen.screenshot());
      return red > 1000 || `${red} red pixels`;
    });
  },
  { renderer: 'auto' },
);

/** The browser reads its own picture. */
async function countRed(page: import('playwright-core').Page, png: Buffer): Promise<number> {
  return await page.evaluate(async data => {
    const image = await createImageBitmap(
      new Blob([Uint8Array.from(atob(data), character => character.charCodeAt(0))]),
    );
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d');
    context?.drawImage(image, 0, 0);
    const pixels = context?.getImageData(0, 0, image.width, image.height).data ?? [];
    let count = 0;
    for (let i = 0; i < pixels.length; i += 4)
      if ((pixels[i] ?? 0) > 200 && (pixels[i + 1] ?? 255) < 60 && (pixels[i + 2] ?? 255) < 60) count++;
    return count;
  }, png.toString('base64'));
}

browserTest('images are drawn: sixel and iTerm’s', async ({ ui, page }) => {
  const terminal = await ui.open(places.toolbox);
  const screen = terminal.root.locator('.xterm-screen');
  const isRed = async (what: string) =>
    await until(async () => (await countRed(page, await screen.screenshot())) > 1000 || `no ${what}`);
  await terminal.complete(
    `clear; printf '\\033[?80l'; printf '\\033Pq#1;2;100;0;0#1%s\\033\\\\' "$(printf '!80~-%.0s' 1 2 3 4 5)"`,
  );
  await isRed('sixel');
  const { png, size } = await redPng(page);
  await terminal.complete('clear');
  await until(async () => (await countRed(page, await screen.screenshot())) === 0 || 'still there');
  await terminal.complete(`printf '\\033]1337;File=inline=1;size=${size};width=12;height=4:${png}\\a'; echo`);
  await isRed("iTerm's");
  await terminal.complete(
    `clear; read -t 1 -d c -s -p "$(printf '\\033[c')" answer; printf '%q\\n' "$answer"`,
  );
  assert.match(await terminal.text(), /\?62;4;9;22/, 'programs are told that there are images');
});

/** A red square, as base64. */
async function redPng(page: import('playwright-core').Page): Promise<{ png: string; size: number }> {
  return await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 40;
    canvas.height = 40;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no canvas');
    context.fillStyle = '#ff0000';
    context.fillRect(0, 0, 40, 40);
    const png = canvas.toDataURL('image/png').replace(/^.*,/, '');
    return { png, size: atob(png).length };
  });
}

browserTest(
  'a WebGL context that the browser takes away, or that draws nothing, is noticed',
  async ({ ui, page }) => {
    const canvases = page.locator('.terminal-host .xterm-screen canvas');
    const spoil = async (how: 'lose the context' | 'draw nothing') =>
      await canvases.evaluateAll((elements, how) => {
        for (const canvas of elements as HTMLCanvasElement[])
          if (how === 'draw nothing') canvas.width = 1;
          else canvas.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext();
      }, how);
    for (const how of ['lose the context', 'draw nothing'] as const) {
      await ui.follow(places.db);
      const terminal = ui.terminal(places.db);
      await canvases.first().waitFor();
      await spoil(how);
      await until(async () => (await canvases.count()) === 0 || `WebGL is still used: ${how}`);
      await terminal.says('Connected');
      await terminal.complete('clear; echo drawn by the page');
      await terminal.shows(/^drawn by the page$/m);
      await ui.closeAllTabs();
    }
  },
  { renderer: 'auto' },
);
