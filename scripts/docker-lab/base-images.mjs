/**
 * Stand-ins for the images that the Dockerfile and docker-compose.yml name, for a machine that can install packages but
 * pull no image: Debian by debootstrap, Node from the npm package `node`, PostgreSQL 18 and Redis 8 from Debian, and
 * LocalStack from PyPI. They have the same names, users, paths, settings and signals as the real ones, and nothing else
 * of them. Where images can be pulled, nobody needs this.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { timed } from "../setup/timed.mjs";
import { node24, root } from "../stack/project.mjs";
import { mustRun, run } from "../stack/run.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const images = join(here, "images");
/** Where import-debian.sh puts what this machine trusts. */
const CERTIFICATES = "/opt/certificates.crt";
const MIRROR = "http://deb.debian.org/debian";

/** PostgreSQL 18 and Redis 8 are in forky; its debootstrap script is that of every newer Debian. */
const DEBIANS = [
  { suite: "bookworm", script: "bookworm" },
  { suite: "forky", script: "sid" },
];

const IMAGES = [
  { tag: "node:24-bookworm-slim", file: "node", fill: addNode },
  { tag: "postgres:18", file: "postgres", fill: (context) => addFile(context, "postgres-entrypoint.sh") },
  { tag: "redis:8", file: "redis", fill: (context) => addFile(context, "redis-entrypoint.sh") },
  { tag: "localstack/localstack:4.12.0", file: "localstack", fill: addRequirements },
];

/** Makes what is not there yet. */
export async function makeBaseImages(say) {
  for (const debian of DEBIANS) {
    const tag = `intake-lab/debian:${debian.suite}`;
    if (!(await exists(tag))) await timed(tag, say, () => bootstrap(debian, tag));
  }
  for (const image of IMAGES) {
    if (!(await exists(image.tag))) await timed(image.tag, say, () => build(image));
  }
}

async function exists(tag) {
  return (await run("docker", ["image", "inspect", tag])).code === 0;
}

/** In memory: dpkg waits for the disk after every file, which takes most of the time otherwise. */
async function bootstrap({ suite, script }, tag) {
  const place = mkdtempSync(join(tmpdir(), "intake-debian-"));
  await mustRun("mount", "mount", ["-t", "tmpfs", "-o", "size=2g,mode=755", "tmpfs", place]);
  try {
    const tree = join(place, suite);
    const scripts = `/usr/share/debootstrap/scripts/${script}`;
    await mustRun("debootstrap", "debootstrap", ["--variant=minbase", suite, tree, MIRROR, scripts]);
    const settings = await registrySettings();
    await mustRun("docker import", join(here, "import-debian.sh"), [tree, ...settings, "-", tag]);
  } finally {
    await mustRun("umount", "umount", [place]);
    rmSync(place, { recursive: true });
  }
}

/** Builds go to the package registries that this machine goes to, and trust the certificates that it trusts. */
async function registrySettings() {
  const npmRegistry = (await mustRun("npm config", "npm", ["config", "get", "registry"], { cwd: root })).trim();
  const settings = { npm_config_registry: npmRegistry, NODE_EXTRA_CA_CERTS: CERTIFICATES, PIP_CERT: CERTIFICATES };
  for (const name of ["PIP_INDEX_URL", "PIP_DEFAULT_TIMEOUT"]) {
    if (process.env[name]) settings[name] = process.env[name];
  }
  return Object.entries(settings).flatMap(([name, value]) => ["--change", `ENV ${name}=${value}`]);
}

async function build({ tag, file, fill }) {
  const context = mkdtempSync(join(tmpdir(), "intake-image-"));
  try {
    await fill(context);
    const dockerfile = join(images, `${file}.Dockerfile`);
    const options = ["--network", "host", "--tag", tag, "--file", dockerfile];
    await mustRun(`docker build ${tag}`, "docker", ["build", ...options, context], {
      env: { ...process.env, DOCKER_BUILDKIT: "0" },
    });
  } finally {
    rmSync(context, { recursive: true });
  }
}

async function addNode(context) {
  if (!existsSync(node24)) throw new Error("Run `npm run setup` first: the image's Node is the one it installs.");
  cpSync(node24, join(context, "node"), { dereference: true });
  const place = join(context, "packages");
  mkdirSync(place);
  await mustRun("npm install npm", "npm", ["install", "--prefix", place, "--no-save", "--no-audit", "npm@11"]);
  cpSync(join(place, "node_modules/npm"), join(context, "npm"), { recursive: true });
  rmSync(place, { recursive: true });
}

function addFile(context, name) {
  cpSync(join(images, name), join(context, name));
}

function addRequirements(context) {
  for (const name of ["localstack-requirements.txt", "localstack-constraints.txt"]) {
    cpSync(join(root, "scripts/setup", name), join(context, name));
  }
}
