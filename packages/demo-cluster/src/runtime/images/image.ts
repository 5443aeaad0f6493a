/**
 * What an image offers to somebody who opens a terminal in it. `bash` has bash and sh, `sh` has sh alone, `alpine` has BusyBox where
 * the machine has it (else it is like `sh`), `toolbox` has everything useful, `none` has nothing but its own program.
 */
export type ShellKind = 'bash' | 'sh' | 'alpine' | 'toolbox' | 'none';

/** An image of the demo runtime: a small program, the files around it and the way it is run. */
export interface Image {
  /** As pods name it, with its tag. */
  readonly name: string;
  readonly shell: ShellKind;
  /** What runs when the pod names no command. */
  readonly entrypoint: readonly string[];
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly user: ImageUser;
  readonly workingDir: string;
  /** Absolute path to content; scripts (`#!`) become executable. */
  readonly files: Readonly<Record<string, string>>;
}

export interface ImageUser {
  readonly name: string;
  readonly uid: number;
  readonly home: string;
}

export const root: ImageUser = { name: 'root', uid: 0, home: '/root' };
