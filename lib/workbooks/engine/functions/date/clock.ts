/** The clock: hours, minutes, seconds, and this moment. */
import { NUM, VALUE } from "../../../values.ts";
import { parseDateTimeText } from "../../date-text.ts";
import { define, type FunctionDefinition, integer, number, text } from "../contract.ts";

const SECONDS_A_DAY = 86_400;

/** TIME(hour, minute, second): the share of a day; each may pass its bounds, up to 32,767. */
export const TIME = define({
  name: "TIME",
  parameters: [integer(), integer(), integer()],
  evaluate: (hours, minutes, seconds) => {
    if (Math.max(hours, minutes, seconds) > 32_767) return NUM;
    const total = hours * 3600 + minutes * 60 + seconds;
    return total < 0 ? NUM : (total % SECONDS_A_DAY) / SECONDS_A_DAY;
  },
});

/** A part of the time of day, rounded to whole seconds first. */
function clockPart(name: string, part: (secondOfDay: number) => number): FunctionDefinition {
  return define({
    name,
    parameters: [number()],
    evaluate: (serial) => {
      if (serial < 0) return NUM;
      return part(Math.round((serial % 1) * SECONDS_A_DAY) % SECONDS_A_DAY);
    },
  });
}

/** HOUR(serial) */
export const HOUR = clockPart("HOUR", (second) => Math.floor(second / 3600));

/** MINUTE(serial) */
export const MINUTE = clockPart("MINUTE", (second) => Math.floor(second / 60) % 60);

/** SECOND(serial) */
export const SECOND = clockPart("SECOND", (second) => second % 60);

/** TIMEVALUE(text): the time of day in a text; 0 for a text that is only a date. */
export const TIMEVALUE = define({
  name: "TIMEVALUE",
  parameters: [text()],
  evaluate: (value, { date1904, now }) => {
    const serial = parseDateTimeText(value, date1904, now);
    return serial === undefined ? VALUE : serial % 1;
  },
});

/** NOW(): the moment of the calculation, UTC. */
export const NOW = define({ name: "NOW", parameters: [], volatile: true, evaluate: ({ now }) => now });

/** TODAY(): its day. */
export const TODAY = define({ name: "TODAY", parameters: [], volatile: true, evaluate: ({ now }) => Math.floor(now) });
