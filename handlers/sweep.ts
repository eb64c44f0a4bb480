import { processPorts } from "../lib/http/endpoint.ts";
import { sweep } from "../lib/sweep.ts";

/** Every minute on AWS: makes good what crashes left behind even while no consumer runs. */
export async function handler(): Promise<void> {
  await sweep(processPorts());
}
