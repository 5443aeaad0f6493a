import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { browserTests } from './browser-test.ts';
import { untilRuns } from './leftovers.ts';
import { places } from './places.ts';

const browserTest = browserTests();

browserTest('what is typed in bash reaches bash', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.run(`echo "$((6 * 7)) \${BASH_VERSION:+in bash}"`);
  await terminal.shows(/^42 in bash$/m);
});

browserTest('an image without bash gets sh', async ({ ui }) => {
  const terminal = await ui.open(places.cache);
  await terminal.run(`echo "$((6 * 7)) \${BASH_VERSION:-without bash}"`);
  await terminal.shows(/^42 without bash$/m);
});

browserTest('arrows, Tab, Home and Ctrl reach readline', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.complete('cd /; touch /tmp/only-one-of-its-name');
  await terminal.type('ls /tmp/only-o');
  await terminal.press('Tab');
  await terminal.shows('ls /tmp/only-one-of-its-name');
  await terminal.press('Home');
  await terminal.type('echo ');
  await terminal.press('Enter');
  await terminal.shows(/^ls \/tmp\/only-one-of-its-name$/m);
  await terminal.run('printf "%s-%s\\n" up arrow');
  await terminal.shows(/^up-arrow$/m);
  await terminal.run('clear');
  await terminal.press('ArrowUp');
  await terminal.press('ArrowUp');
  await terminal.press('Enter');
  // Between two commands the keys are the kernel's, not readline's.
  await terminal.shows(/^up-arrow\n[^\n]*[$#] *$/m);
  await terminal.type('this is thrown away');
  await terminal.press('Control+u');
  await terminal.run('echo kept');
  await terminal.shows(/^kept$/m);
  assert.doesNotMatch(await terminal.text(), /thrown away/);
});

browserTest('Ctrl-C interrupts, Ctrl-Z stops, Ctrl-D ends', async ({ ui, stack }) => {
  const terminal = await ui.open(places.db);
  await terminal.run('sleep 1000');
  await untilRuns(stack, places.db, 'sleep 1000');
  await terminal.press('Control+c');
  await terminal.run('echo "status $?"');
  await terminal.shows(/^status 130$/m);
  await terminal.run('sleep 2000');
  await untilRuns(stack, places.db, 'sleep 2000');
  await terminal.press('Control+z');
  await terminal.shows(/Stopped +sleep 2000/);
  await terminal.run('kill %1; wait; clear; echo "again"');
  await terminal.shows(/^again$/m);
  await terminal.press('Control+d');
  await terminal.says('Exited');
});

browserTest('what is typed in other scripts arrives as UTF-8', async ({ ui, page }) => {
  const terminal = await ui.open(places.db);
  await terminal.type('echo -n "');
  await page.keyboard.insertText('日本語 Grüße 👩‍🚀');
  await terminal.run('" | od -An -tx1 -w64');
  const bytes = [...Buffer.from('日本語 Grüße 👩‍🚀')]
    .map(byte => byte.toString(16).padStart(2, '0'))
    .join(' ');
  await terminal.shows(bytes);
});

browserTest('pasted lines are bracketed where the program asks for it', async ({ ui }) => {
  const terminal = await ui.open(places.toolbox);
  // In one line with `cat`, since readline switches the mode off before it runs a command.
  await terminal.run(`stty -echo; printf '\\033[?2004h%s\\n' "o""n"; cat -v`);
  await terminal.shows(/^on$/m);
  await terminal.paste('first\nsecond');
  await terminal.press('Enter');
  await terminal.shows(/^\^\[\[200~first\nsecond\^\[\[201~$/m);
  await terminal.press('Control+c');
  await terminal.run(`clear; printf '\\033[?2004l%s\\n' "o""ff"; cat -v`);
  await terminal.shows(/^off$/m);
  await terminal.pasteAfterLook('plain\nlines');
  await terminal.press('Enter');
  await terminal.shows(/^plain\nlines$/m);
  assert.doesNotMatch(await terminal.text(), /200~/);
  await terminal.press('Control+c');
});

browserTest('what is pasted at a bash prompt waits for Enter', async ({ ui }) => {
  const terminal = await ui.open(places.db);
  await terminal.paste('echo $((1 + 1)) one\necho $((2 + 2)) two');
  await terminal.shows('two');
  assert.doesNotMatch(await terminal.text(), /^2 one$/m);
  await terminal.press('Enter');
  await terminal.shows(/^2 one\n4 two$/m);
});

browserTest('a megabyte that is pasted arrives whole', async ({ ui }) => {
  const terminal = await ui.open(places.toolbox);
  const size = 1024 * 1024;
  const line = 'the quick brown fox jumps over the lazy dog, äöü 日本語 0123456789\r';
  const text = line.repeat(Math.ceil(size / Buffer.byteLength(line)));
  const bytes = Buffer.byteLength(text);
  const digest = createHash('md5').update(text).digest('hex');
  await terminal.run(`stty raw -echo; echo "rea""dy"; head -c ${bytes} | md5sum; stty sane`);
  await terminal.shows('ready');
  await terminal.pasteAfterLook(text);
  await terminal.shows(digest, 60_000);
});
