/** A refusal of the server as it says it (RFC 9457): a stable code and the facts needed to act. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly detail: string,
    readonly facts: Record<string, unknown> = {},
  ) {
    super(detail);
    this.name = "Problem";
  }
}

export async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as { code?: string; detail?: string; facts?: Record<string, unknown> };
    return new Problem(response.status, body.code ?? `http_${response.status}`, body.detail ?? "", body.facts ?? {});
  } catch {
    return new Problem(response.status, `http_${response.status}`, response.statusText);
  }
}

/** Anything thrown by a request as a problem; no answer at all is the problem "unreachable". */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, "unreachable", error instanceof Error ? error.message : String(error));
}
