import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fences, type ImportRule, importRules } from './import-rules.ts';

export interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

const staticImport = /^\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s*)?['"]([^'"]+)['"]/gm;
const lazyImport = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The imports of a source text. */
export function importsOf(source: string): readonly Import[] {
  const fixed = [...source.matchAll(staticImport)].map(([, type, specifier]) => ({
    specifier: String(specifier),
    typeOnly: type !== undefined,
    lazy: false,
  }));
  const lazy = [...source.matchAll(lazyImport)].map(([, specifier]) => ({
    specifier: String(specifier),
    typeOnly: false,
    lazy: true,
  }));
  return [...fixed, ...lazy];
}

/** What is wrong with one import of a file; `file` is relative to `packages/`, with `/`. `undefined`: nothing. */
export function problemWith(
  file: string,
  imported: Import,
  dependencies: ReadonlySet<string>,
): string | undefined {
  const { specifier } = imported;
  const rule = ruleFor(file);
  if (rule === undefined) return 'no rule covers this file';
  if (specifier.startsWith('node:')) {
    return rule.node === 'all' || rule.node.includes(specifier) ? undefined : 'must not use Node here';
  }
  if (specifier.startsWith('.')) return problemInside(file, specifier, rule);
  const name = specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
  if (name.startsWith('@podbay/') || name === 'podbay') return problemWithPackage(name, imported, rule);
  const fence = fences[name];
  if (fence !== undefined && fence !== file) return `only ${fence} may import ${name}`;
  if (!dependencies.has(name)) return `${name} is not among the package's dependencies`;
  return rule.npm === undefined || rule.npm.includes(name) ? undefined : `must not use ${name} here`;
}

function problemInside(file: string, specifier: string, rule: ImportRule): string | undefined {
  const folder = folderOf(file);
  const target = join(dirname(file), specifier).split(sep).join('/');
  if (isForTests(target)) return 'is for tests only';
  if (target === folder || target.startsWith(`${folder}/`) || rule.inside === undefined) return undefined;
  const source = `${file.split('/')[0]}/src/`;
  const allowed = rule.inside.some(
    path => target === source + path || target.startsWith(`${source}${path}/`),
  );
  return allowed ? undefined : `must not see ${target}`;
}

function problemWithPackage(name: string, { lazy, typeOnly }: Import, rule: ImportRule): string | undefined {
  if (!rule.packages.includes(name)) return `must not depend on ${name}`;
  if (rule.lazy?.includes(name) && !lazy && !typeOnly) return `must load ${name} by import()`;
  return undefined;
}

function folderOf(file: string): string {
  const folders = Object.keys(importRules).filter(folder => file.startsWith(`${folder}/`));
  return folders.sort((a, b) => b.length - a.length)[0] ?? '';
}

function ruleFor(file: string): ImportRule | undefined {
  return importRules[folderOf(file)];
}

/** The first cycle in a graph of files, as the files in order, or `undefined`. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | undefined {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (node: string): readonly string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      const cycle = visit(next);
      if (cycle !== undefined) return cycle;
    }
    path.pop();
    done.add(node);
    return undefined;
  };
  for (const node of graph.keys()) {
    const cycle = visit(node);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

// Tests, and what they are built from: they may see everything, and nothing else may see them.
function isForTests(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)testing\//.test(path);
}

function sourceFiles(packages: string): readonly string[] {
  return readdirSync(packages, { recursive: true, encoding: 'utf8' })
    .map(path => path.split(sep).join('/'))
    .filter(
      path => /^[^/]+\/src\/.*\.tsx?$/.test(path) && !isForTests(path) && !path.includes('node_modules'),
    );
}

function dependenciesOf(packages: string, file: string): ReadonlySet<string> {
  const manifest = JSON.parse(
    readFileSync(join(packages, String(file.split('/')[0]), 'package.json'), 'utf8'),
  );
  const {
    dependencies = {},
    peerDependencies = {},
    optionalDependencies = {},
    devDependencies = {},
  } = manifest;
  // The user interface is bundled: what it is built from are its development dependencies.
  const built = manifest.private === true ? devDependencies : {};
  return new Set(Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies, ...built }));
}

function checkWorkspace(packages: string): readonly string[] {
  const problems: string[] = [];
  const graph = new Map<string, readonly string[]>();
  for (const file of sourceFiles(packages)) {
    const imports = importsOf(readFileSync(join(packages, file), 'utf8'));
    const dependencies = dependenciesOf(packages, file);
    for (const imported of imports) {
      const problem = problemWith(file, imported, dependencies);
      if (problem !== undefined) problems.push(`packages/${file}: ${imported.specifier}: ${problem}`);
    }
    const eager = imports.filter(
      ({ specifier, typeOnly, lazy }) => specifier.startsWith('.') && !typeOnly && !lazy,
    );
    graph.set(
      file,
      eager.map(({ specifier }) => join(dirname(file), specifier).split(sep).join('/')),
    );
  }
  const cycle = findCycle(graph);
  return cycle === undefined ? problems : [...problems, `import cycle: ${cycle.join(' → ')}`];
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const packages = join(import.meta.dirname, '..', 'packages');
  const problems = checkWorkspace(packages);
  for (const problem of problems) console.error(problem);
  console.log(`imports: ${problems.length} problems in ${relative(process.cwd(), packages) || packages}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
