import { type JobContext, jobs, type LoadMessage, type LoadRequest } from './jobs.ts';

// A load in a process of its own: runs the jobs that it is sent, one after the other, until its parent leaves.

let handleNoted = () => {};

const context: JobContext = {
  reach(point) {
    tell({ type: 'reached', point });
    return new Promise(resolve => {
      handleNoted = resolve;
    });
  },
};

process.on('message', (request: LoadRequest) => {
  if (request.type === 'noted') handleNoted();
  else void run(request);
});
process.on('disconnect', () => process.exit());

async function run({ job, parameters }: Extract<LoadRequest, { type: 'run' }>): Promise<void> {
  try {
    const start = jobs[job] as (parameters: unknown, context: JobContext) => Promise<unknown>;
    tell({ type: 'result', result: (await start(parameters, context)) ?? null });
  } catch (error) {
    tell({
      type: 'failed',
      message: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

function tell(message: LoadMessage): void {
  process.send?.(message);
}
