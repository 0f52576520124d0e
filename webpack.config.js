import { fileURLToPath } from "node:url";

import HtmlWebpackPlugin from "html-webpack-plugin";
import MiniCssExtractPlugin from "mini-css-extract-plugin";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Builds the demo portal for the strictest CSP: nothing inline, no eval, one script and one style sheet a page, so that
 * webpack's own loader of chunks (which would need a Trusted Types policy of its own) is not even there.
 *
 * @type {import("webpack").Configuration}
 */
export default {
  mode: "production",
  target: ["web", "es2022"],
  context: at("."),
  entry: { portal: at("www/main.mjs"), account: at("www/account.mjs"), device: at("www/device.mjs") },
  output: {
    path: at("www/dist"),
    publicPath: "/",
    filename: "[name].[contenthash:16].js",
    assetModuleFilename: "[name].[contenthash:16][ext]",
    clean: true,
  },
  devtool: "source-map",
  module: {
    rules: [
      { test: /\.css$/, use: [MiniCssExtractPlugin.loader, "css-loader"] },
      { test: /\.svg$/, type: "asset/resource" },
    ],
    parser: { javascript: { dynamicImportMode: "eager" } },
  },
  optimization: { splitChunks: false, runtimeChunk: false },
  performance: { maxEntrypointSize: 400_000, maxAssetSize: 1_000_000 },
  plugins: [
    new MiniCssExtractPlugin({ filename: "[name].[contenthash:16].css" }),
    new HtmlWebpackPlugin({ template: at("www/index.html"), chunks: ["portal"], scriptLoading: "defer" }),
    new HtmlWebpackPlugin({
      template: at("www/account.html"),
      filename: "account.html",
      chunks: ["account"],
      scriptLoading: "defer",
    }),
    new HtmlWebpackPlugin({
      template: at("www/device.html"),
      filename: "device.html",
      chunks: ["device"],
      scriptLoading: "defer",
    }),
  ],
};
