import { mkdirSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { root, toolsDir } from "../project.mjs";

/** What LocalStack works out once about itself, which takes 3 s: the same for every stack of this checkout. */
const CACHE = join(toolsDir, "cache");

/**
 * S3 and SQS. It starts empty every time: the community edition keeps nothing, and localstack-init/ makes the bucket and
 * the queues anew before this part counts as ready.
 */
export function localstack({ stateDir, ports, tools, env }) {
  const dir = join(stateDir, "localstack");
  const address = `127.0.0.1:${ports.localstack}`;
  return {
    name: "localstack",
    port: ports.localstack,
    prepare() {
      link(join(dir, "etc/localstack/init/ready.d"), join(root, "localstack-init/ready.d"));
      mkdirSync(join(CACHE, "localstack"), { recursive: true });
      link(join(dir, "var/lib/localstack/cache"), join(CACHE, "localstack"));
    },
    command: [tools.localstackPython, "-m", "localstack.runtime.main"],
    env: {
      ...env,
      OVERRIDE_IN_DOCKER: "0", // host mode, also when this whole machine is a container
      FILESYSTEM_ROOT: dir,
      XDG_CACHE_HOME: CACHE,
      SERVICES: "s3,sqs",
      EAGER_SERVICE_LOADING: "1",
      GATEWAY_LISTEN: address,
      LOCALSTACK_HOST: address,
      SQS_ENDPOINT_STRATEGY: "path", // queue addresses that need no name resolution
      SKIP_SSL_CERT_DOWNLOAD: "1",
      DISABLE_EVENTS: "1",
      DNS_ADDRESS: "0",
      LS_LOG: "warning",
    },
    deadlineSeconds: 120,
    isReady: () => hooksHaveRun(`http://${address}/_localstack/init`),
  };
}

function link(path, target) {
  mkdirSync(dirname(path), { recursive: true });
  rmSync(path, { recursive: true, force: true });
  symlinkSync(target, path);
}

async function hooksHaveRun(url) {
  const response = await fetch(url, { signal: AbortSignal.timeout(2000) }).catch(() => null);
  if (!response?.ok) return false;
  const { completed, scripts } = await response.json();
  const failed = scripts.find((script) => script.state === "ERROR");
  if (failed) throw new Error(`localstack-init/ready.d/${failed.name} failed.`);
  return completed.READY;
}
