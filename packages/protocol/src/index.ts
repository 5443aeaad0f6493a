export * from './api.ts';
export * from './attach-query.ts';
export * from './close-codes.ts';
export * from './login.ts';
export * from './messages.ts';
export * from './outcome.ts';
export * from './target.ts';
export * from './terminal-size.ts';
