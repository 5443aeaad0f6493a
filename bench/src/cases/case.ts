import type { CaseFigures } from '../figures.ts';
import type { Stage } from '../stage.ts';

/** Something that is measured. */
export interface Case {
  readonly name: string;
  run(stage: Stage): Promise<CaseFigures>;
}
