/**
 * Packages each function as an ES module and the chunks it shares with others, by esbuild: what sixty functions have in
 * common is compiled once, and each archive holds only what its function imports. `serverless offline` runs the sources as they are:
 * nothing here happens unless the framework packages.
 */
import { execFile } from "node:child_process";
import { createWriteStream, existsSync, mkdirSync, rmSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";

/** Native code cannot be bundled: it goes into the archive, for the processor that Lambda will run on. */
const NATIVE = "@node-rs/argon2";
/** Drivers that knex and pg name and Intake never loads. */
const NEVER_LOADED = [
  "better-sqlite3",
  "mariadb",
  "mariadb/callback",
  "mysql",
  "mysql2",
  "oracledb",
  "pg-native",
  "pg-query-stream",
  "sqlite3",
  "tedious",
];
/** CommonJS packages inside an ES module still ask for node:… by `require`. */
const REQUIRE = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';
/** One date for every entry: the same code makes the same archive, and the framework sees that nothing changed. */
const MADE = new Date("2000-01-01T00:00:00Z");

export default class Bundle {
  constructor(serverless) {
    this.serverless = serverless;
    this.hooks = { "before:package:createDeploymentArtifacts": () => this.bundle() };
  }

  async bundle() {
    const { service, serviceDir } = this.serverless;
    this.root = serviceDir;
    this.out = join(serviceDir, ".serverless/bundles");
    rmSync(this.out, { recursive: true, force: true });
    const functions = Object.entries(service.functions);
    const outputs = await this.build(functions);
    for (const [name, definition] of functions) {
      const entry = relative(this.root, join(this.out, `${name}.mjs`));
      const { files, isNative } = reach(outputs, entry);
      const artifact = join(this.out, `${name}.zip`);
      await zip(artifact, [
        ...files.map((path) => ({ from: join(this.root, path), to: relative(this.out, join(this.root, path)) })),
        ...(isNative ? await this.nativeFiles(service.provider.architecture) : []),
      ]);
      definition.handler = `${name}.handler`;
      definition.package = { ...definition.package, artifact };
    }
  }

  /** @returns what esbuild made, by path from the service's folder */
  async build(functions) {
    const { build } = await import("esbuild");
    const entryPoints = functions.map(([name, { handler }]) => ({
      in: join(this.root, handler.replace(/\.handler$/, ".ts")),
      out: name,
    }));
    const { metafile } = await build({
      absWorkingDir: this.root,
      entryPoints,
      outdir: this.out,
      outExtension: { ".js": ".mjs" },
      banner: { js: REQUIRE },
      external: [NATIVE, ...NEVER_LOADED],
      bundle: true,
      splitting: true,
      chunkNames: "chunks/[hash]",
      minify: true,
      keepNames: true,
      format: "esm",
      platform: "node",
      target: "node24",
      metafile: true,
      logLevel: "warning",
    });
    return metafile.outputs;
  }

  /** The native package as npm installs it for Lambda's Linux, whatever this machine is. */
  async nativeFiles(architecture) {
    const cpu = architecture === "arm64" ? "arm64" : "x64";
    const { version } = (await import(`${this.root}/node_modules/${NATIVE}/package.json`, { with: { type: "json" } }))
      .default;
    const place = join(this.root, ".stack/lambda", `${cpu}-${version}`);
    if (!existsSync(join(place, "node_modules"))) {
      mkdirSync(place, { recursive: true });
      const platform = ["--os=linux", "--libc=glibc", `--cpu=${cpu}`];
      const quietly = ["--no-audit", "--no-fund", "--ignore-scripts", "--no-package-lock"];
      await promisify(execFile)("npm", ["install", "--prefix", place, ...platform, ...quietly, `${NATIVE}@${version}`]);
    }
    const entries = await readdir(join(place, "node_modules"), { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile() && !entry.parentPath.includes("/.bin") && entry.name !== ".package-lock.json")
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((from) => ({ from, to: relative(place, from) }));
  }
}

/** The files that a module loads, with itself, and whether native code is among what it asks for. */
function reach(outputs, entry) {
  const files = new Set([entry]);
  let isNative = false;
  // A set hands out what is added to it while it is walked.
  for (const file of files) {
    for (const { path, external } of outputs[file].imports) {
      if (!external) files.add(path);
      isNative ||= path === NATIVE;
    }
  }
  return { files: [...files].sort(), isNative };
}

async function zip(path, files) {
  const { ZipFile } = await import("yazl");
  const archive = new ZipFile();
  for (const { from, to } of files) archive.addFile(from, to, { mtime: MADE, mode: 0o100644 });
  archive.end();
  await pipeline(archive.outputStream, createWriteStream(path));
}
