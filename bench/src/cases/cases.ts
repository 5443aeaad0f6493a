import { browser } from './browser.ts';
import type { Case } from './case.ts';
import { echo } from './echo.ts';
import { echoBusy } from './echo-busy.ts';
import { fanOut } from './fan-out.ts';
import { flood } from './flood.ts';
import { idle } from './idle.ts';
import { open } from './open.ts';
import { recorded } from './recorded.ts';
import { resume } from './resume.ts';
import { scale } from './scale.ts';
import { slowViewer } from './slow-viewer.ts';

/** All cases, in the order in which they run. */
export const cases: readonly Case[] = [
  flood,
  recorded,
  echo,
  echoBusy,
  open,
  idle,
  scale,
  slowViewer,
  fanOut,
  resume,
  browser,
];
