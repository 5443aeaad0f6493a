import type { Case } from './case.ts';
import { echo } from './echo.ts';
import { flood } from './flood.ts';

/** All cases, in the order in which they run. */
export const cases: readonly Case[] = [flood, echo];
