import { type ApiError, allNamespaces, type PodScope } from '@podbay/client';
import type { ContextList, ContextSummary } from '@podbay/protocol';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { api, toApiError } from './api.ts';
import { requireLogin } from './login.ts';
import { readSetting, writeSetting } from './settings/storage.ts';

/** Which context and namespace are looked at, and which there are. */
export interface Place {
  readonly contexts: readonly ContextSummary[];
  readonly context: ContextSummary | undefined;
  readonly namespaces: readonly string[];
  readonly scope: PodScope | undefined;
  /** Why there are no contexts. */
  readonly error: ApiError | undefined;
  readonly reload: () => void;
  readonly chooseContext: (context: string) => void;
  readonly chooseNamespace: (namespace: string) => void;
  /** The user may not see all namespaces: shows the context's own, unless all were asked for. */
  readonly narrow: () => void;
}

/** Follows the user's choice of context and namespace, and remembers it. */
export function usePlace(linkedContext: string | undefined, paused: boolean): Place {
  const { list, error, reload } = useContexts(paused);
  const [chosen, setChosen] = useState(() => linkedContext ?? readSetting('context'));
  const [picked, setPicked] = useState<PodScope>();
  const context = pickContext(list, chosen);
  const namespace =
    context === undefined || picked?.context === context.name
      ? picked?.namespace
      : rememberedNamespace(context);
  const name = context?.name;
  const scope = useMemo(
    () => (name === undefined || namespace === undefined ? undefined : { context: name, namespace }),
    [name, namespace],
  );
  const chooseContext = (value: string) => {
    writeSetting('context', value);
    setChosen(value);
  };
  const chooseNamespace = (value: string) => {
    if (name === undefined) return;
    writeSetting(namespaceSetting(name), value);
    setPicked({ context: name, namespace: value });
  };
  const narrow = useCallback(() => {
    if (context !== undefined && readSetting(namespaceSetting(context.name)) === null)
      setPicked({ context: context.name, namespace: context.namespace });
  }, [context]);
  const namespaces = useNamespaces(name);
  const contexts = list?.contexts ?? [];
  return { contexts, context, namespaces, scope, error, reload, chooseContext, chooseNamespace, narrow };
}

function useContexts(paused: boolean) {
  const [list, setList] = useState<ContextList>();
  const [error, setError] = useState<ApiError>();
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    const load = async () => {
      try {
        setList(await api.contexts(controller.signal));
        setError(undefined);
      } catch (reason) {
        if (!controller.signal.aborted) handleError(toApiError(reason), setError);
      }
    };
    if (!paused && round >= 0) void load();
    return () => controller.abort();
  }, [round, paused]);
  const reload = useCallback(() => setRound(old => old + 1), []);
  return { list, error, reload };
}

function handleError(error: ApiError, setError: (error: ApiError) => void): void {
  if (error.refusal.code === 'unauthenticated') requireLogin();
  else setError(error);
}

/** The namespaces of a context. Where the user may not list them, none: a name can still be typed. */
function useNamespaces(context: string | undefined): readonly string[] {
  const [known, setKnown] = useState<{ context: string; names: readonly string[] }>();
  useEffect(() => {
    if (context === undefined) return;
    const controller = new AbortController();
    api.namespaces(context, controller.signal).then(
      namespaces => setKnown({ context, names: namespaces.map(({ name }) => name) }),
      () => {},
    );
    return () => controller.abort();
  }, [context]);
  return known !== undefined && known.context === context ? known.names : none;
}

const none: readonly string[] = [];

function pickContext(list: ContextList | undefined, chosen: string | null): ContextSummary | undefined {
  if (list === undefined) return undefined;
  const find = (name: string | null) => list.contexts.find(context => context.name === name);
  return find(chosen) ?? find(list.current) ?? list.contexts[0];
}

// A context that names no namespace of its own says `default`, where usually nothing runs.
function rememberedNamespace({ name, namespace, demo }: ContextSummary): string {
  const preferred = demo || namespace === 'default' ? allNamespaces : namespace;
  return readSetting(namespaceSetting(name)) ?? preferred;
}

function namespaceSetting(context: string): string {
  return `namespace.${context}`;
}
