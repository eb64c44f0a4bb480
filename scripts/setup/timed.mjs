/** Does a step and says what it was and how long it took; says first that it begins, for some take a minute. */
export async function timed(what, say, work) {
  const began = performance.now();
  say(`  … ${what}: installing`);
  const result = await work();
  say(`  ✓ ${what}: installed in ${Math.round((performance.now() - began) / 1000)} s`);
  return result;
}
