/**
 * Tells whether the whole of `text` fits `pattern`: `*` stands for any run of characters, also none and also `/`, `:` and `.`;
 * every other character for itself, upper and lower case told apart. Takes time of at most the product of both lengths.
 */
export function matchesGlob(pattern: string, text: string): boolean {
  let at = 0;
  let inText = 0;
  // Where the last `*` was, and how far it reaches: it takes one more character each time the rest does not fit.
  let star = -1;
  let reach = 0;
  while (inText < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      reach = inText;
    } else if (at < pattern.length && pattern[at] === text[inText]) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++reach;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
