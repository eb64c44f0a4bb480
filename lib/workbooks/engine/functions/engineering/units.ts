/**
 * The units of CONVERT. Each is worth so many of its kind's base unit; temperatures also have a zero of their own.
 * Values: NIST Special Publication 811 (2008) and the definitions of the yard, pound, gallon and of IAU; which units
 * take prefixes, and 133.322 for mmHg, as Excel has them.
 */
type Kind =
  | "mass"
  | "length"
  | "time"
  | "pressure"
  | "force"
  | "energy"
  | "power"
  | "magnetism"
  | "temperature"
  | "volume"
  | "area"
  | "information"
  | "speed";

/** `prefixes`: the power in which a decimal prefix counts (2 for km²); absent where none is allowed. */
export type UnitOfMeasure = {
  kind: Kind;
  worth: number;
  zero?: number;
  prefixes?: "decimal" | "binary" | 2 | 3;
};

const INCH = 0.0254;
const FOOT = 12 * INCH;
const YARD = 3 * FOOT;
const MILE = 1760 * YARD;
const NAUTICAL_MILE = 1852;
const LIGHT_YEAR = 9_460_730_472_580_800;
const POUND = 453.59237;
const GALLON = 231 * INCH ** 3;
const IMPERIAL_GALLON = 4.54609e-3;
const GRAVITY = 9.80665;
const HORSEPOWER = 550 * FOOT * POUND * 1e-3 * GRAVITY;
const JOULE_PER_BTU = 1055.05585262;
const SURVEY_MILE = 6_336_000 / 3937;

type Row = readonly [names: string, worth: number, prefixes?: UnitOfMeasure["prefixes"]];

/** Names of one unit are separated by blanks; the worth is in the base unit that stands first. */
const TABLE: Readonly<Record<Exclude<Kind, "temperature">, readonly Row[]>> = {
  mass: [
    ["g", 1, "decimal"],
    ["sg", (POUND * GRAVITY) / FOOT],
    ["lbm", POUND],
    ["u", 1.66053886282584e-24, "decimal"],
    ["ozm", POUND / 16],
    ["grain", POUND / 7000],
    ["cwt shweight", 100 * POUND],
    ["uk_cwt lcwt hweight", 112 * POUND],
    ["stone", 14 * POUND],
    ["ton", 2000 * POUND],
    ["uk_ton LTON brton", 2240 * POUND],
  ],
  length: [
    ["m", 1, "decimal"],
    ["mi", MILE],
    ["Nmi", NAUTICAL_MILE],
    ["in", INCH],
    ["ft", FOOT],
    ["yd", YARD],
    ["ang", 1e-10, "decimal"],
    ["ell", 45 * INCH],
    ["ly", LIGHT_YEAR, "decimal"],
    ["parsec pc", 3.08567758128155e16, "decimal"],
    ["Picapt Pica", INCH / 72],
    ["pica", INCH / 6],
    ["survey_mi", SURVEY_MILE],
  ],
  time: [
    ["sec s", 1, "decimal"],
    ["yr", 365.25 * 86_400],
    ["day d", 86_400],
    ["hr", 3600],
    ["mn min", 60],
  ],
  pressure: [
    ["Pa p", 1, "decimal"],
    ["atm at", 101_325, "decimal"],
    ["mmHg", 133.322, "decimal"],
    ["psi", (POUND * 1e-3 * GRAVITY) / INCH ** 2],
    ["Torr", 101_325 / 760],
  ],
  force: [
    ["N", 1, "decimal"],
    ["dyn dy", 1e-5, "decimal"],
    ["lbf", POUND * 1e-3 * GRAVITY],
    ["pond", GRAVITY * 1e-3, "decimal"],
  ],
  energy: [
    ["J", 1, "decimal"],
    ["e", 1e-7, "decimal"],
    ["c", 4.184, "decimal"],
    ["cal", 4.1868, "decimal"],
    ["eV ev", 1.60217648740645e-19, "decimal"],
    ["HPh hh", HORSEPOWER * 3600],
    ["Wh wh", 3600, "decimal"],
    ["flb", FOOT * POUND * 1e-3 * GRAVITY],
    ["BTU btu", JOULE_PER_BTU],
  ],
  power: [
    ["W w", 1, "decimal"],
    ["HP h", HORSEPOWER],
    ["PS", 75 * GRAVITY],
  ],
  magnetism: [
    ["T", 1, "decimal"],
    ["ga", 1e-4, "decimal"],
  ],
  volume: [
    ["m3 m^3", 1, 3],
    ["tsp", GALLON / 768],
    ["tspm", 5e-6],
    ["tbs", GALLON / 256],
    ["oz", GALLON / 128],
    ["cup", GALLON / 16],
    ["pt us_pt", GALLON / 8],
    ["uk_pt", IMPERIAL_GALLON / 8, "decimal"],
    ["qt", GALLON / 4],
    ["uk_qt", IMPERIAL_GALLON / 4],
    ["gal", GALLON],
    ["uk_gal", IMPERIAL_GALLON],
    ["l L lt", 1e-3, "decimal"],
    ["ang3 ang^3", 1e-30, 3],
    ["barrel", 42 * GALLON],
    ["bushel", 2150.42 * INCH ** 3],
    ["ft3 ft^3", FOOT ** 3],
    ["in3 in^3", INCH ** 3],
    ["ly3 ly^3", LIGHT_YEAR ** 3],
    ["mi3 mi^3", MILE ** 3],
    ["yd3 yd^3", YARD ** 3],
    ["Nmi3 Nmi^3", NAUTICAL_MILE ** 3],
    ["Picapt3 Picapt^3 Pica3 Pica^3", (INCH / 72) ** 3],
    ["GRT regton", 100 * FOOT ** 3],
    ["MTON", 40 * FOOT ** 3],
  ],
  area: [
    ["m2 m^2", 1, 2],
    ["uk_acre", 4840 * YARD ** 2],
    ["us_acre", SURVEY_MILE ** 2 / 640],
    ["ang2 ang^2", 1e-20, 2],
    ["ar", 100, "decimal"],
    ["ft2 ft^2", FOOT ** 2],
    ["ha", 1e4],
    ["in2 in^2", INCH ** 2],
    ["ly2 ly^2", LIGHT_YEAR ** 2],
    ["Morgen", 2500],
    ["mi2 mi^2", MILE ** 2],
    ["Nmi2 Nmi^2", NAUTICAL_MILE ** 2],
    ["Picapt2 Picapt^2 Pica2 Pica^2", (INCH / 72) ** 2],
    ["yd2 yd^2", YARD ** 2],
  ],
  information: [
    ["bit", 1, "binary"],
    ["byte", 8, "binary"],
  ],
  speed: [
    ["m/s m/sec", 1, "decimal"],
    ["m/h m/hr", 1 / 3600, "decimal"],
    ["admkn", (6080 * FOOT) / 3600],
    ["kn", NAUTICAL_MILE / 3600],
    ["mph", MILE / 3600, "decimal"],
  ],
};

/** Degrees with the temperature of their zero in kelvins: K = (value + zero) · worth. */
const TEMPERATURES: readonly (readonly [names: string, worth: number, zero: number])[] = [
  ["K kel", 1, 0],
  ["C cel", 1, 273.15],
  ["F fah", 5 / 9, 459.67],
  ["Rank", 5 / 9, 0],
  ["Reau", 1.25, 218.52],
];

export const UNITS: ReadonlyMap<string, UnitOfMeasure> = new Map([
  ...Object.entries(TABLE).flatMap(([kind, rows]) =>
    rows.flatMap(([names, worth, prefixes]) =>
      names
        .split(" ")
        .map((name): [string, UnitOfMeasure] => [name, { kind: kind as Kind, worth, ...(prefixes && { prefixes }) }]),
    ),
  ),
  ...TEMPERATURES.flatMap(([names, worth, zero]) =>
    names
      .split(" ")
      .map((name): [string, UnitOfMeasure] => [
        name,
        { kind: "temperature", worth, zero, ...(zero === 0 && worth === 1 && { prefixes: "decimal" as const }) },
      ]),
  ),
]);

export const DECIMAL_PREFIXES: ReadonlyMap<string, number> = new Map([
  ["Y", 1e24],
  ["Z", 1e21],
  ["E", 1e18],
  ["P", 1e15],
  ["T", 1e12],
  ["G", 1e9],
  ["M", 1e6],
  ["k", 1e3],
  ["h", 1e2],
  ["da", 1e1],
  ["e", 1e1],
  ["d", 1e-1],
  ["c", 1e-2],
  ["m", 1e-3],
  ["u", 1e-6],
  ["n", 1e-9],
  ["p", 1e-12],
  ["f", 1e-15],
  ["a", 1e-18],
  ["z", 1e-21],
  ["y", 1e-24],
]);

export const BINARY_PREFIXES: ReadonlyMap<string, number> = new Map([
  ["Yi", 2 ** 80],
  ["Zi", 2 ** 70],
  ["Ei", 2 ** 60],
  ["Pi", 2 ** 50],
  ["Ti", 2 ** 40],
  ["Gi", 2 ** 30],
  ["Mi", 2 ** 20],
  ["ki", 2 ** 10],
]);
