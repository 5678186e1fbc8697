/** A length of time as an amount of the largest unit that holds it whole. */
export const UNITS = [60, 3600, 86400] as const;
export type Unit = (typeof UNITS)[number];
export const UNIT_NAMES = { 60: "minutes", 3600: "hours", 86400: "days" } as const;

export function splitSeconds(seconds: number): { amount: number; unit: Unit } {
  const unit = [...UNITS].reverse().find((one) => seconds >= one && seconds % one === 0) ?? 60;
  return { amount: Math.max(1, Math.round(seconds / unit)), unit };
}
