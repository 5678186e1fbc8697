/** Lifecycle and handler methods of an App or Page definition. */
export type Method = (this: object, ...values: never[]) => unknown;
export type Definition = object;

/** `definition` with `before` called ahead of its method `name`, which may be absent. */
export function hook<T extends Definition>(
  definition: T,
  name: string,
  before: (this: object, ...values: never[]) => void,
): T {
  const own = (definition as Record<string, unknown>)[name] as Method | undefined;
  const both: Method = function (...values) {
    before.apply(this, values);
    return own?.apply(this, values);
  };
  return { ...definition, [name]: both };
}

/** `definition` with `after` told what its method `name` answered; a method that is absent stays so. */
export function listen<T extends Definition>(definition: T, name: string, after: (answer: unknown) => void): T {
  const own = (definition as Record<string, unknown>)[name] as Method | undefined;
  if (typeof own !== "function") return definition;
  const both: Method = function (...values) {
    const answer = own.apply(this, values);
    after(answer);
    return answer;
  };
  return { ...definition, [name]: both };
}
