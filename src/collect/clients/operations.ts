/** Told of each operation once, however often the SDK tries it. */
export type OnOperation = (operation: string) => void;

/** Middleware for the initialize step, which runs once an operation, before the SDK's retries. */
export const telling =
  <Args, Result>(onOperation: OnOperation) =>
  (next: (args: Args) => Promise<Result>, context: { readonly commandName?: string }) =>
  (args: Args): Promise<Result> => {
    onOperation((context.commandName ?? 'unnamed').replace(/Command$/, ''));
    return next(args);
  };
