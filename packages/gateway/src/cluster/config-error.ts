/** What is wrong with a cluster configuration: `unreadable` file, `invalid` content, or `empty`: no context in it. */
export type ConfigErrorCode = 'unreadable' | 'invalid' | 'empty';

/** A kubeconfig that can't be used. The message is one line that names the file and what is wrong with it. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly code: ConfigErrorCode;

  constructor(code: ConfigErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
