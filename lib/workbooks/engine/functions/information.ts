/** What a value or cell is: ISNUMBER, TYPE, CELL, INFO. Source: Microsoft's function reference. */
export {};
