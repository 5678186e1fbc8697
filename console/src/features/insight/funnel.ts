/** A funnel's answer made ready to draw: shares of the first step, losses, and the parts of each bar. */

export interface FunnelStep {
  index: number;
  label: string;
  event: string;
  people: number;
  rate_first: number | null;
  rate_previous: number | null;
  median_seconds: number | null;
}

export interface FunnelAnswer {
  steps: FunnelStep[];
  breakdown: { value: string; steps: FunnelStep[] }[];
}

export interface Part {
  value: string;
  people: number;
  share: number;
  colour: number;
}

export interface Bar extends FunnelStep {
  share: number;
  lost: number;
  parts: Part[];
}

/** Values shown one by one; the rest of a long breakdown stands together. */
export const SHOWN_VALUES = 7;
export const REST = "\u0000rest";

export function prepareFunnel(answer: FunnelAnswer): Bar[] {
  const base = answer.steps[0]?.people ?? 0;
  const values = largestFirst(answer);
  return answer.steps.map((step, index) => {
    const before = answer.steps[index - 1]?.people ?? step.people;
    return { ...step, share: base ? step.people / base : 0, lost: Math.max(0, before - step.people), parts: partsOf(values, index, base) };
  });
}

function largestFirst(answer: FunnelAnswer) {
  return [...answer.breakdown].sort((a, b) => (b.steps[0]?.people ?? 0) - (a.steps[0]?.people ?? 0));
}

function partsOf(values: FunnelAnswer["breakdown"], index: number, base: number): Part[] {
  const part = (value: string, people: number, colour: number): Part => ({ value, people, colour, share: base ? people / base : 0 });
  const shown = values.slice(0, SHOWN_VALUES).map(({ value, steps }, colour) => part(value, steps[index]?.people ?? 0, colour));
  const rest = values.slice(SHOWN_VALUES);
  if (rest.length === 0) return shown;
  const people = rest.reduce((sum, { steps }) => sum + (steps[index]?.people ?? 0), 0);
  return [...shown, part(REST, people, SHOWN_VALUES)];
}
