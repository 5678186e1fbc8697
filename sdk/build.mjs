/** Bundles each SDK into one file without dependencies, writes its types, and holds it to its size. */
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const MOST_BYTES = 6 * 1024;
const bundles = [
  { sdk: "web", outfile: "web/dist/quanyu.js", format: "esm" },
  { sdk: "web", outfile: "web/dist/quanyu.min.js", format: "iife", globalName: "quanyu" },
  { sdk: "mini-program", outfile: "mini-program/dist/quanyu.js", format: "cjs" },
];

for (const sdk of ["web", "mini-program"]) {
  rmSync(`${sdk}/dist`, { recursive: true, force: true });
  const types = ["--emitDeclarationOnly", "--declaration", "--rootDir", ".", "--outDir", `${sdk}/dist/types`];
  const options = ["--strict", "--target", "ES2019", "--module", "ESNext", "--moduleResolution", "Bundler", "--types", "node"];
  execFileSync("node_modules/.bin/tsc", [`${sdk}/index.ts`, ...types, ...options, "--lib", "ES2019,DOM,DOM.Iterable"], {
    stdio: "inherit",
  });
}
for (const { sdk, ...output } of bundles) {
  await build({ entryPoints: [`${sdk}/index.ts`], bundle: true, minify: true, target: "es2019", ...output });
  const size = gzipSync(readFileSync(output.outfile)).length;
  console.log(`${output.outfile}: ${size} bytes packed`);
  if (size > MOST_BYTES) throw new Error(`${output.outfile} may have ${MOST_BYTES} bytes packed`);
}
