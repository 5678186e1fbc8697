/** The facts of a problem as short lines; the fields of a refused form one by one. */
export function factsOf(facts: Record<string, unknown>): [string, string][] {
  return Object.entries(facts).flatMap(([name, value]): [string, string][] => {
    if (name === "fields" && Array.isArray(value)) {
      return value.map((field: { at?: string; message?: string }) => [field.at ?? "?", field.message ?? ""]);
    }
    return [[name, plain(value)]];
  });
}

function plain(value: unknown): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}
