import type { Platform } from "./platform";

/** A UUID of version 7: unique, and sorted by the time it was made. */
export function newId({ now, random }: Pick<Platform, "now" | "random">): string {
  const time = hex(now(), 12);
  const variant = hex(0x8000 + Math.floor(random() * 0x4000), 4);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${digits(random, 3)}-${variant}-${digits(random, 6)}${digits(random, 6)}`;
}

function digits(random: () => number, count: number): string {
  return hex(Math.floor(random() * 16 ** count), count);
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, "0");
}
