/**
 * Arenas that closed tables have given back. To make one takes longer than to check a small file, and its memory goes
 * only when the garbage collector comes round: whoever reads thousands of files in one process reads them in one arena.
 */
import { type Arena, createArena } from "./arena.ts";

/** Arenas kept for the next table; more of them only exist while more tables are open at once. */
const MAX_IDLE = 2;

const idle: Arena[] = [];

/** An arena that nobody else has, until it is given back. */
export function borrowArena(): Arena {
  return idle.pop() ?? createArena();
}

/** Takes an arena back. Nothing that reads or checks in it may go on, nor give it back again. */
export function giveBackArena(arena: Arena): void {
  arena.forget();
  if (idle.length < MAX_IDLE) idle.push(arena);
}
