/** Something to be filled in before a snippet is inserted. */
export interface Placeholder {
  readonly name: string;
  readonly initial: string;
}

// A letter comes first: the `{{.Names}}` of Go templates, which `kubectl -o` takes, stay as they are.
const pattern = /\{\{\s*(\p{L}[\p{L}\d _-]*?)\s*(?:=([^{}]*))?\}\}/gu;

/** What a snippet's text asks for, each name once, in order; the first default of a name counts. */
export function findPlaceholders(text: string): readonly Placeholder[] {
  const found = new Map<string, string | undefined>();
  for (const [, name = '', initial] of text.matchAll(pattern)) found.set(name, found.get(name) ?? initial);
  return [...found].map(([name, initial = '']) => ({ name, initial }));
}

/** The text with the values in place; a name that has none keeps its default. */
export function fillTemplate(text: string, values: ReadonlyMap<string, string>): string {
  const initial = new Map(findPlaceholders(text).map(placeholder => [placeholder.name, placeholder.initial]));
  return text.replaceAll(pattern, (_, name: string) => values.get(name) ?? initial.get(name) ?? '');
}
