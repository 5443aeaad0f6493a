const maxTitleLength = 120;

// Controls, and the invisible characters that reorder or hide text around them.
const unsafe = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** A title that a program set, made fit for a tab: one line, no control characters, of bounded length. */
export function cleanTitle(title: string): string {
  // Bounded before anything else: the text comes from the container.
  const text = title
    .slice(0, maxTitleLength * 4)
    .replace(unsafe, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...text];
  return characters.length > maxTitleLength ? `${characters.slice(0, maxTitleLength - 1).join('')}…` : text;
}
