import type { SheetArea } from "./value.ts";

/**
 * A cell was read that has no value yet: calculate this area first, then try again. Thrown through the functions under
 * way, and caught by the scheduler alone.
 */
export class Suspension {
  readonly area: SheetArea;

  constructor(area: SheetArea) {
    this.area = area;
  }
}
