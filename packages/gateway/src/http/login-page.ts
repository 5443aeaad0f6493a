import { html } from 'hono/html';

export interface LoginPageTexts {
  /** What is wrong. */
  readonly problem: string;
  /** What to do. */
  readonly advice: string;
  /** Of its style sheet, see `pageHeaders`. */
  readonly nonce: string;
}

/** A page for somebody who can't come in. */
export function loginPage({ problem, advice, nonce }: LoginPageTexts) {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Podbay</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { min-height: 100vh; margin: 0; display: grid; place-items: center;
  background: light-dark(#f6f7f9, #101318); color: light-dark(#1c2128, #e4e8ee); }
main { max-width: 26rem; padding: 2rem; }
h1 { font-size: 1.25rem; margin: 0 0 .5rem; }
p { margin: 0; color: light-dark(#57606a, #9aa4b2); }
</style>
</head>
<body>
<main>
<h1>${problem}</h1>
<p>${advice}</p>
</main>
</body>
</html>`;
}
