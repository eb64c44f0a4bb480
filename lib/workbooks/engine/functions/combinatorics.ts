/** Factorials and numbers of choices. Fractions are cut off. Source: Microsoft's function reference. */
import { NUM } from "../../values.ts";
import { binomialCoefficient, fallingFactorial } from "../numerics/combinatorics.ts";
import { factorial } from "../numerics/gamma.ts";
import { areas, define, integer, many, strictNumber } from "./contract.ts";
import { toolpakNumbers } from "./toolpak.ts";

/** FACT(number): #NUM! below 0 and above 170. */
export const FACT = define({
  name: "FACT",
  parameters: [integer()],
  evaluate: (n) => (n < 0 ? NUM : factorial(n)),
});

/** FACTDOUBLE(number): n (n − 2) (n − 4) …; 1 for 0 and −1. */
export const FACTDOUBLE = define({
  name: "FACTDOUBLE",
  parameters: [strictNumber()],
  evaluate: (n) => {
    if (n < -1 || n > 300) return NUM;
    let product = 1;
    for (let factor = Math.trunc(n); factor > 1; factor -= 2) product *= factor;
    return product;
  },
});

/** COMBIN(number, chosen): without regard to order, without repetition. */
export const COMBIN = define({
  name: "COMBIN",
  parameters: [integer(), integer()],
  evaluate: (n, k) => (n < 0 || k < 0 || n < k ? NUM : binomialCoefficient(n, k)),
});

/** COMBINA(number, chosen): without regard to order, with repetition. */
export const COMBINA = define({
  name: "COMBINA",
  parameters: [integer(), integer()],
  evaluate: (n, k) => {
    if (n < 0 || k < 0 || (n === 0 && k > 0)) return NUM;
    return n === 0 ? 1 : binomialCoefficient(n + k - 1, k);
  },
});

/** PERMUT(number, chosen): in order, without repetition. */
export const PERMUT = define({
  name: "PERMUT",
  parameters: [integer(), integer()],
  evaluate: (n, k) => (n < 0 || k < 0 || n < k ? NUM : fallingFactorial(n, k)),
});

/** PERMUTATIONA(number, chosen): in order, with repetition. */
export const PERMUTATIONA = define({
  name: "PERMUTATIONA",
  parameters: [integer(), integer()],
  evaluate: (n, k) => (n < 0 || k < 0 ? NUM : n ** k),
});

/** MULTINOMIAL(number1, …): the factorial of the sum over the product of the factorials. */
export const MULTINOMIAL = define({
  name: "MULTINOMIAL",
  parameters: [many(areas())],
  evaluate: (args) => {
    const given = toolpakNumbers(args.flat());
    if (!Array.isArray(given)) return given;
    if (given.some((value) => value < 0)) return NUM;
    let sum = 0;
    return given.map(Math.trunc).reduce((product, value) => {
      sum += value;
      return product * binomialCoefficient(sum, value);
    }, 1);
  },
});
