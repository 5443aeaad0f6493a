import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const encodings = [
  { ending: '.br', compress: promisify(brotliCompress) },
  { ending: '.gz', compress: (data: Buffer) => promisify(gzip)(data, { level: 9 }) },
];
const isText = /\.(?:html|js|css|svg)$/;

/** Writes compressed copies beside the built files, for servers that send them to browsers that take them. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new TypeError('outDir: expected a directory');
      const files = await readdir(dir, { recursive: true });
      await Promise.all(files.filter(file => isText.test(file)).map(file => writeCopies(join(dir, file))));
    },
  };
}

async function writeCopies(file: string): Promise<void> {
  const data = await readFile(file);
  for (const { ending, compress } of encodings) {
    const compressed = await compress(data);
    if (compressed.length < data.length) await writeFile(`${file}${ending}`, compressed);
  }
}
