/** Places whose words hold the typed letters, best match first. */
export function matching<T extends { words: string[] }>(text: string, places: T[]): T[] {
  const wanted = text.trim().toLowerCase();
  if (!wanted) return places;
  const rank = (place: T) => Math.min(...place.words.map((word) => (word.toLowerCase().startsWith(wanted) ? 0 : word.toLowerCase().includes(wanted) ? 1 : 2)));
  return places.filter((place) => rank(place) < 2).sort((a, b) => rank(a) - rank(b));
}
