/** Style sheets are imported for webpack, which puts them into a file. */
declare module "*.css";
