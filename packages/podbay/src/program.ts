import { Command, Help, Option } from 'commander';
import type { DebugOptions } from './commands/debug.ts';
import type { DemoOptions } from './commands/demo.ts';
import type { ExecOptions } from './commands/exec.ts';
import type { ExplainOptions } from './commands/policy.ts';
import type { ServeOptions } from './commands/serve.ts';
import { parseLabel, parsePort, parseSeconds } from './option-values.ts';
import type { Shutdown } from './shutdown.ts';
import { version } from './version.ts';

const defaultPort = 8022;
const defaultDebugPort = 8023;
const versionOption = [version, '-V, --version', 'show the version'] as const;
const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'];

/** The command line. Each command's code is loaded when it is called, so that help comes at once. */
export function createProgram(shutdown: Shutdown): Command {
  const program = new Command('podbay')
    .description('A terminal in any Kubernetes container, from a web browser.')
    .version(...versionOption)
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    // Else a command is told to mean the flags of another.
    .enablePositionalOptions()
    .configureOutput({ outputError: (text, write) => write(asOneLine(text)) });
  const serve = addServe(program, shutdown);
  addExec(program, shutdown);
  addDemo(program, shutdown);
  addDebug(program, shutdown);
  addPolicy(program, shutdown);
  return program
    .configureHelp({ visibleOptions: () => new Help().visibleOptions(serve) })
    .addHelpText('after', examples(serveExamples));
}

const serveExamples = [
  ['podbay', "the kubeconfig's clusters; where there is none, a demo cluster"],
  ['podbay --context staging', 'begin with this context'],
  ['podbay --demo --port 0 --no-open', 'the demo cluster on a free port, and open no browser'],
] as const;

function addServe(program: Command, shutdown: Shutdown): Command {
  return program
    .command('serve', { isDefault: true })
    .summary('serve terminals to the browser; what podbay does when no command is given')
    .description('Serves terminals in the containers of your clusters, and opens the browser.')
    .option('--port <n>', 'port to listen on; 0 takes a free one', parsePort, defaultPort)
    .option('--host <address>', 'address to listen on', '127.0.0.1')
    .option('--context <name>', 'context to begin with')
    .option(
      '--kubeconfig <path>',
      'kubeconfig to use; default: $KUBECONFIG, ~/.kube/config, the pod we run in',
    )
    .option('--demo', 'use the embedded demo cluster and no other')
    .option('--no-open', 'open no browser')
    .option('--config <path>', 'file with limits, in YAML')
    .option(
      '--state-dir <path>',
      'where to keep what a crash must not lose; default: $XDG_STATE_HOME/podbay, ~/.local/state/podbay',
    )
    .option('--drain <seconds>', 'how long people have to finish when podbay is told to end', parseSeconds)
    .option('--debug-port <n>', 'listen on 127.0.0.1 for `podbay debug`; 0 takes a free port', parsePort)
    .addOption(new Option('--log-level <level>', 'what to log on stderr').choices(logLevels).default('warn'))
    .version(...versionOption)
    .addHelpText('after', examples(serveExamples))
    .allowExcessArguments()
    .action(async (options: ServeOptions, command: Command) => {
      const [unknown] = command.args;
      if (unknown !== undefined) command.error(`error: unknown command '${unknown}'`);
      const { serve } = await import('./commands/serve.ts');
      await serve(options, shutdown);
    });
}

function addExec(program: Command, shutdown: Shutdown): void {
  program
    .command('exec')
    .summary('run a command or a shell in a container, in this terminal')
    .description(
      'Runs a command in a container, in this terminal: with a TTY if stdin and stdout are a terminal, else between pipes. ' +
        'Its exit code is passed on, and it ends with podbay.',
    )
    .usage('POD [options] [-- COMMAND [ARGUMENT...]]')
    .argument('<pod>', "the pod's name")
    .argument('[command...]', 'the command; default: bash, else sh')
    .option('-n, --namespace <name>', "the pod's namespace; default: the context's")
    .option('-c, --container <name>', "default: the pod's default container, else its first")
    .option('--context <name>', "context to use; default: the kubeconfig's current one")
    .option(
      '--kubeconfig <path>',
      'kubeconfig to use; default: $KUBECONFIG, ~/.kube/config, the pod we run in',
    )
    // What kubectl needs and fingers remember; here both are found out.
    .addOption(new Option('-i, --stdin').hideHelp())
    .addOption(new Option('-t, --tty').hideHelp())
    .addHelpText('after', examples(execExamples))
    .action(async (pod: string, command: string[], options: ExecOptions) => {
      const { exec } = await import('./commands/exec.ts');
      await shutdown.end(await exec({ pod, command }, options, shutdown));
    });
}

const execExamples = [
  ['podbay exec web-0', 'a shell'],
  ['podbay exec web-0 -n shop -c proxy -- ls -l /etc', 'a command'],
  ['podbay exec web-0 -- tar c /data > data.tar', 'its output in a file'],
  ['podbay exec web-0 -- sh < script.sh', 'its input from a file'],
] as const;

function addDemo(program: Command, shutdown: Shutdown): void {
  program
    .command('demo')
    .summary('run the demo cluster alone, for kubectl and others')
    .description(
      "Runs the demo cluster's API server alone, until Ctrl-C, and says how to point kubectl at it.",
    )
    .option('--port <n>', 'port to listen on; 0 takes a free one', parsePort, 0)
    .option('--kubeconfig <path>', 'where to write the kubeconfig; default: a temporary file')
    .addHelpText('after', examples(demoExamples))
    .action(async (options: DemoOptions) => {
      const { demo } = await import('./commands/demo.ts');
      await demo(options, shutdown);
    });
}

const demoExamples = [
  ['podbay demo --kubeconfig demo.yaml', 'then, in another terminal:'],
  ['kubectl --kubeconfig demo.yaml get pods -A', ''],
] as const;

function addDebug(program: Command, shutdown: Shutdown): void {
  program
    .command('debug')
    .summary('print what a running gateway holds: sessions, sockets, timers, memory')
    .description('Prints what a gateway on this machine holds that was started with --debug-port.')
    .option('--port <n>', "the gateway's debug port", parsePort, defaultDebugPort)
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples(debugExamples))
    .action(async (options: DebugOptions) => {
      const { debug } = await import('./commands/debug.ts');
      await debug(options, shutdown.signal);
      await shutdown.end(0);
    });
}

const debugExamples = [
  [`podbay serve --debug-port ${defaultDebugPort}`, 'then, in another terminal:'],
  ['podbay debug', ''],
] as const;

function addPolicy(program: Command, shutdown: Shutdown): void {
  program
    .command('policy')
    .summary('explain what the policy in a configuration file says')
    .command('explain')
    .description(
      'Says which rule of the policy decides about a terminal or a log, why the ones before it do not match, and what holds. Asks no ' +
        'cluster: what is not given counts as empty, a pod without --label as one without labels. ' +
        'Exit code: 0 allow, 1 deny, 2 no answer.',
    )
    .requiredOption('--config <path>', 'the configuration file')
    .requiredOption('--user <name>', 'who wants to open it')
    .addOption(
      new Option('--access <what>', 'what is wanted').choices(['terminal', 'log']).default('terminal'),
    )
    .option('--group <name>', 'a group of the user; may be repeated', collect)
    .requiredOption('--context <name>', 'the context')
    .requiredOption('-n, --namespace <name>', 'the namespace')
    .requiredOption('--pod <name>', 'the pod')
    .option('-c, --container <name>', 'the container')
    .option('--image <name>', "the container's image, as the pod names it")
    .option('--label <key=value>', 'a label of the pod; may be repeated', collectLabel)
    .option('--json', 'print it as JSON')
    .addHelpText('after', examples(policyExamples))
    .action(async (options: ExplainOptions) => {
      const { explainPolicy } = await import('./commands/policy.ts');
      await shutdown.end(await explainPolicy(options));
    });
}

const policyExamples = [
  ['podbay policy explain --config podbay.yaml --user ada --group dev \\', ''],
  ['  --context prod --namespace shop --pod web-0 --label app=web', ''],
] as const;

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

function collectLabel(value: string, previous?: readonly string[]): readonly string[] {
  return collect(parseLabel(value), previous);
}

function examples(lines: readonly (readonly [string, string])[]): string {
  const width = Math.max(...lines.map(([line]) => line.length));
  return `\nExamples:\n${lines.map(([line, words]) => `  ${line.padEnd(width)}  ${words}`.trimEnd()).join('\n')}\n`;
}

/** commander says "error:" and puts its suggestion on a second line. */
function asOneLine(text: string): string {
  return `podbay: ${text
    .replace(/^error: /, '')
    .trim()
    .replaceAll('\n', ' ')}\n`;
}
