import { RefusalError } from '../errors.ts';

/** The kubeconfig's credentials can't be had, or the cluster does not accept them. */
export function credentialsError(
  message: string,
  options: { readonly hint?: string | undefined; readonly cause?: unknown } = {},
): RefusalError {
  const { hint, cause } = options;
  return new RefusalError({ code: 'cluster-credentials', message, ...(hint && { hint }) }, { cause });
}
