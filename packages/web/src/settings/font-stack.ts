const generic = /^(?:ui-)?monospace$/;

/** What the user calls a font, as CSS takes it, with `fallback` behind it for what that font lacks. */
export function fontStack(family: string, fallback: string): string {
  const names = family
    .split(',')
    .map(name =>
      name
        .replace(/[^\p{L}\p{N} ._-]/gu, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter(name => name !== '')
    .map(name => (generic.test(name) ? name : `"${name}"`));
  return [...names, fallback].join(', ');
}
