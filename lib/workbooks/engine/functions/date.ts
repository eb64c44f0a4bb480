/** Dates and times as serial numbers. Source: Microsoft's function reference, "Date and time". */
export * from "./date/clock.ts";
export * from "./date/days.ts";
export * from "./date/spans.ts";
export * from "./date/weeks.ts";
export * from "./date/workdays.ts";
