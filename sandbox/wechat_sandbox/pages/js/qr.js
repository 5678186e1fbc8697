// Reads QR codes from clean pictures, as APIs draw them and screens show them: upright, sharp, without damage.
// Photographs need the browser's own detector, which not every browser has.

const MOST_VERSION = 40;
const BYTES = 4, NUMBERS = 1, LETTERS = 2, END = 0, ECI = 7;
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const LEVELS = ["M", "L", "H", "Q"];

// For each version: words of error correction in a block, and the number of blocks, for L, M, Q, H.
const CORRECTION = {
  L: [[7, 1], [10, 1], [15, 1], [20, 1], [26, 1], [18, 2], [20, 2], [24, 2], [30, 2], [18, 4], [20, 4], [24, 4], [26, 4], [30, 4], [22, 6], [24, 6], [28, 6], [30, 6], [28, 7], [28, 8], [28, 8], [28, 9], [30, 9], [30, 10], [26, 12], [28, 12], [30, 12], [30, 13], [30, 14], [30, 15], [30, 16], [30, 17], [30, 18], [30, 19], [30, 19], [30, 20], [30, 21], [30, 22], [30, 24], [30, 25]],
  M: [[10, 1], [16, 1], [26, 1], [18, 2], [24, 2], [16, 4], [18, 4], [22, 4], [22, 5], [26, 5], [30, 5], [22, 8], [22, 9], [24, 9], [24, 10], [28, 10], [28, 11], [26, 13], [26, 14], [26, 16], [26, 17], [28, 17], [28, 18], [28, 20], [28, 21], [28, 23], [28, 25], [28, 26], [28, 28], [28, 29], [28, 31], [28, 33], [28, 35], [28, 37], [28, 38], [28, 40], [28, 43], [28, 45], [28, 47], [28, 49]],
  Q: [[13, 1], [22, 1], [18, 2], [26, 2], [18, 4], [24, 4], [18, 6], [22, 6], [20, 8], [24, 8], [28, 8], [26, 10], [24, 12], [20, 16], [30, 12], [24, 17], [28, 16], [28, 18], [26, 21], [30, 20], [28, 23], [30, 23], [30, 25], [30, 27], [30, 29], [28, 34], [30, 34], [30, 35], [30, 38], [30, 40], [30, 43], [30, 45], [30, 48], [30, 51], [30, 53], [30, 56], [30, 59], [30, 62], [30, 65], [30, 68]],
  H: [[17, 1], [28, 1], [22, 2], [16, 4], [22, 4], [28, 4], [26, 5], [26, 6], [24, 8], [28, 8], [24, 11], [28, 11], [22, 16], [24, 16], [24, 18], [30, 16], [28, 19], [28, 21], [26, 25], [28, 25], [30, 25], [24, 34], [30, 30], [30, 32], [30, 35], [30, 37], [30, 40], [30, 42], [30, 45], [30, 48], [30, 51], [30, 54], [30, 57], [30, 60], [30, 63], [30, 66], [30, 70], [30, 74], [30, 77], [30, 81]],
};

const MASKS = [
  (y, x) => (y + x) % 2 === 0,
  (y) => y % 2 === 0,
  (y, x) => x % 3 === 0,
  (y, x) => (y + x) % 3 === 0,
  (y, x) => (Math.floor(y / 2) + Math.floor(x / 3)) % 2 === 0,
  (y, x) => ((y * x) % 2) + ((y * x) % 3) === 0,
  (y, x) => (((y * x) % 2) + ((y * x) % 3)) % 2 === 0,
  (y, x) => (((y + x) % 2) + ((y * x) % 3)) % 2 === 0,
];

/** Return the text of the code in a picture (an ImageData), empty when there is none that can be read. */
export function decode(image) {
  const modules = modulesOf(image);
  if (!modules) return "";
  const version = (modules.length - 17) / 4;
  const { level, mask } = format(modules);
  const words = wordsOf(modules, version, MASKS[mask]);
  return textOf(joined(words, version, level), version);
}

/** Sample the picture: one truth for each module, true for dark. */
function modulesOf({ width, height, data }) {
  const dark = (x, y) => data[(y * width + x) * 4 + 3] > 127 && data[(y * width + x) * 4] + data[(y * width + x) * 4 + 1] + data[(y * width + x) * 4 + 2] < 384;
  let left = width, top = height, right = -1, bottom = -1;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!dark(x, y)) continue;
      left = Math.min(left, x); right = Math.max(right, x); top = Math.min(top, y); bottom = Math.max(bottom, y);
    }
  }
  if (right < 0) return null;
  // The upper edge of the first finder is seven modules long.
  let edge = left;
  while (edge <= right && dark(edge, top)) edge++;
  const size = Math.round((right - left + 1) / ((edge - left) / 7));
  const version = (size - 17) / 4;
  if (!Number.isInteger(version) || version < 1 || version > MOST_VERSION) return null;
  const step = (right - left + 1) / size;
  const rows = (bottom - top + 1) / size;
  const at = (row, column) => dark(Math.floor(left + (column + 0.5) * step), Math.floor(top + (row + 0.5) * rows));
  return Array.from({ length: size }, (_, row) => Array.from({ length: size }, (_, column) => at(row, column)));
}

function format(modules) {
  let bits = 0;
  for (let place = 0; place < 15; place++) {
    const [row, column] = place < 6 ? [8, place] : place === 6 ? [8, 7] : place === 7 ? [8, 8] : place === 8 ? [7, 8] : [14 - place, 8];
    bits = (bits << 1) | Number(modules[row][column]);
  }
  bits ^= 0b101010000010010;
  return { level: LEVELS[bits >> 13], mask: (bits >> 10) & 7 };
}

/** Tell where alignment patterns sit, by row or column. */
function alignment(version) {
  if (version === 1) return [];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = version === 32 ? 26 : Math.ceil((last - 6) / (count - 1) / 2) * 2;
  return [6, ...Array.from({ length: count - 1 }, (_, place) => last - step * (count - 2 - place))];
}

function isFunction(row, column, size, version, centres) {
  const inFinder = (row < 9 && (column < 9 || column >= size - 8)) || (row >= size - 8 && column < 9);
  if (inFinder || row === 6 || column === 6) return true;
  if (version >= 7 && ((row < 6 && column >= size - 11) || (column < 6 && row >= size - 11))) return true;
  return centres.some(([y, x]) => Math.abs(y - row) <= 2 && Math.abs(x - column) <= 2);
}

/** Walk the modules in the order of the standard, two columns at a time, and gather bytes. */
function wordsOf(modules, version, masked) {
  const size = modules.length;
  const lines = alignment(version);
  const corners = (y, x) => (y === 6 && x === 6) || (y === 6 && x === size - 7) || (y === size - 7 && x === 6);
  const centres = lines.flatMap((y) => lines.filter((x) => !corners(y, x)).map((x) => [y, x]));
  const words = [];
  let bits = 0, count = 0, upwards = true;
  for (let right = size - 1; right > 0; right -= 2) {
    if (right === 6) right = 5;
    for (let step = 0; step < size; step++) {
      const row = upwards ? size - 1 - step : step;
      for (const column of [right, right - 1]) {
        if (isFunction(row, column, size, version, centres)) continue;
        bits = (bits << 1) | Number(modules[row][column] !== masked(row, column));
        if (++count === 8) { words.push(bits); bits = 0; count = 0; }
      }
    }
    upwards = !upwards;
  }
  return words;
}

/** Put the blocks' data words in order and leave the correction out. */
function joined(words, version, level) {
  const [correction, blocks] = CORRECTION[level][version - 1];
  const short = Math.floor(words.length / blocks) - correction;
  const long = words.length % blocks;
  const parts = Array.from({ length: blocks }, () => []);
  let place = 0;
  for (let row = 0; row <= short; row++) {
    for (let block = row < short ? 0 : blocks - long; block < blocks; block++) parts[block].push(words[place++]);
  }
  return parts.flat();
}

function textOf(data, version) {
  let place = 0;
  const take = (count) => {
    let value = 0;
    for (; count > 0; count--, place++) value = value * 2 + ((data[place >> 3] >> (7 - (place & 7))) & 1);
    return value;
  };
  const size = version < 10 ? 0 : version < 27 ? 1 : 2;
  const bytes = [];
  const put = (text) => bytes.push(...new TextEncoder().encode(text));
  while (place + 4 <= data.length * 8) {
    const kind = take(4);
    if (kind === END) break;
    if (kind === BYTES) for (let left = take(size ? 16 : 8); left > 0; left--) bytes.push(take(8));
    else if (kind === NUMBERS) put(numbers(take, take([10, 12, 14][size])));
    else if (kind === LETTERS) put(letters(take, take([9, 11, 13][size])));
    else if (kind === ECI) take(8);
    else return "";
  }
  return new TextDecoder().decode(new Uint8Array(bytes));
}

function numbers(take, count) {
  let text = "";
  for (; count >= 3; count -= 3) text += String(take(10)).padStart(3, "0");
  if (count) text += String(take(count === 2 ? 7 : 4)).padStart(count, "0");
  return text;
}

function letters(take, count) {
  let text = "";
  for (; count >= 2; count -= 2) {
    const pair = take(11);
    text += ALPHABET[Math.floor(pair / 45)] + ALPHABET[pair % 45];
  }
  return count ? text + ALPHABET[take(6)] : text;
}
