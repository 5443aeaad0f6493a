// A demo cluster that does what its parent tells it; the argument is where its kubeconfig goes.
import { type Fault, type FaultScope, startDemoCluster } from '@podbay/demo-cluster';

const [, , kubeconfigPath = ''] = process.argv;
const cluster = await startDemoCluster({ kubeconfigPath });

process.on('message', message => {
  const { fault, scope } = message as { readonly fault: Fault; readonly scope: FaultScope };
  cluster.faults.inject(fault, scope);
  process.send?.('done');
});
process.once('SIGTERM', () => {
  process.disconnect?.();
  void cluster.close();
});
process.stdout.write(`${cluster.url}\n`);
