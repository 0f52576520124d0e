import { basename } from "node:path";
import { fileURLToPath } from "node:url";

import webpack from "webpack";

/**
 * Tells a webpack of those who use the package to take the scripts that are loaded later into the bundle: its own loader of
 * chunks writes the address of a script by itself, which pages with Trusted Types refuse.
 *
 * @param {import("webpack").Compiler} compiler
 */
const joinedByWebpack = (compiler) => {
  const name = "joined-by-webpack";
  const stage = webpack.Compilation.PROCESS_ASSETS_STAGE_OPTIMIZE_SIZE + 1;
  compiler.hooks.thisCompilation.tap(name, (compilation) => {
    // After the minimizer, which drops comments.
    compilation.hooks.processAssets.tap({ name, stage }, () => {
      compilation.updateAsset("index.mjs", (source) => {
        const marked = new webpack.sources.ReplaceSource(source);
        for (const { index } of source.source().matchAll(/(?<=\bimport\()"/g)) {
          marked.insert(index, '/*webpackMode:"eager"*/');
        }
        return marked;
      });
    });
  });
};

/**
 * Joins the package's scripts and the glue into one module: what is always loaded together travels together. The address
 * of the wasm is left as it is written, for the bundlers of those who use the package.
 *
 * @param {{ from: string, to: string }} env where the scripts lie, and where the module goes
 * @returns {import("webpack").Configuration}
 */
export default ({ from, to }) => ({
  mode: "production",
  target: "es2022",
  context: fileURLToPath(new URL("..", import.meta.url)),
  entry: `${from}/index.mjs`,
  output: {
    path: to,
    filename: "index.mjs",
    module: true,
    library: { type: "module" },
    chunkFormat: "module",
    // The names alone: where they lay is nobody's business.
    devtoolModuleFilenameTemplate: ({ absoluteResourcePath }) => basename(absoluteResourcePath),
  },
  experiments: { outputModule: true },
  // The worker's script is a file of its own. The page takes from that very file what it does where workers are blocked.
  externals: Object.fromEntries([".", ".."].map((at) => [`${at}/document-worker.js`, "module ./document-worker.js"])),
  devtool: "source-map",
  module: {
    parser: { javascript: { url: false, importMeta: false } },
    // As in the package itself: importing any of them does nothing, so what nobody uses of the glue is left out.
    rules: [{ test: /\.m?js$/, type: "javascript/esm", sideEffects: false }],
  },
  optimization: { minimizeOptions: { javascript: { compress: { passes: 6, ecma: 2022, pure_getters: true, unsafe_arrows: true, keep_fargs: false } } } },
  performance: false,
  plugins: [joinedByWebpack],
});
