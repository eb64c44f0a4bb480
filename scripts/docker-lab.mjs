/**
 * `npm run test:docker`: docker-compose.yml as it stands, built, brought up and broken on purpose, on a machine that can
 * pull no image. The base images are stand-ins made from Debian, npm and PyPI packages (scripts/docker-lab/base-images.mjs
 * says how); where images can be pulled, `docker compose up` is all there is to do.
 *
 * `-- --bases` makes the stand-ins only; `-- --keep` leaves the project running.
 */
import { parseArgs } from "node:util";
import { makeBaseImages } from "./docker-lab/base-images.mjs";
import { CHECKS } from "./docker-lab/checks.mjs";
import { createComposed } from "./docker-lab/composed.mjs";
import { withEngine } from "./docker-lab/engine.mjs";
import { installPackages } from "./setup/packages.mjs";
import { runCommand } from "./stack/command.mjs";

const { values: flags } = parseArgs({ options: { bases: { type: "boolean" }, keep: { type: "boolean" } } });

await runCommand(async () => {
  await installPackages({ say: console.log });
  return withEngine(console.log, async () => {
    await makeBaseImages(console.log);
    return flags.bases ? 0 : checkAll(await createComposed());
  });
});

async function checkAll(lab) {
  console.log(`${lab.program}, ${lab.url}`);
  try {
    await lab.compose("down", "--volumes"); // what an interrupted run has left
    await timed("build", () => lab.compose("build"));
    console.log(await lab.docker("images", "--format", "    {{.Repository}}:{{.Tag}}  {{.Size}}"));
    for (const [name, check] of Object.entries(CHECKS)) await timed(name, () => check(lab));
    return 0;
  } catch (error) {
    console.log(await lab.compose("logs", "--tail", "15").catch(() => ""));
    throw error;
  } finally {
    if (!flags.keep) await lab.compose("down", "--volumes");
  }
}

async function timed(name, work) {
  const began = performance.now();
  await work();
  console.log(`  ✓ ${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
}
