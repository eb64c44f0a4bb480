/**
 * How a CSV file is written, as the sniffer found it or its owner said it.
 *
 * Written by csv/sniff.ts; read by the scanner, which needs nothing else to read the file.
 */
export type Dialect = {
  /** One or more characters between two fields. A file with no delimiter has "," and one column. */
  delimiter: string;
  /**
   * The character around a field that holds delimiters or line breaks; null: every quote is an ordinary character.
   * Spaces and tabs between a quoted field and its delimiters are not part of the field: `a, "b, c" ,d` has three.
   */
  quote: string | null;
  /**
   * How a quote inside a quoted field is written: null doubled (`""`), "\\" after a backslash, "" not marked at all.
   * Whichever it is, a lone quote closes the field only when a delimiter, a line end or the end of the file follows.
   * A backslash escape also holds outside quotes, as in `a\,b`.
   */
  escape: string | null;
  /** Lower-case WHATWG name (`utf-8`, `utf-16le`, `windows-1252`, `gb18030` …) or a name that iconv-lite knows. */
  encoding: string;
  /** Whether the file starts with a byte order mark, which `decoderFor` drops. */
  bom: boolean;
  /** The most frequent one; a reader takes all three for line ends wherever they stand. */
  line_terminator: "\r\n" | "\n" | "\r";
  header: boolean;
  /** Records that make up the header, joined column by column with a space; 0 without header. */
  header_rows: number;
  /** Lines (blank ones counted, quotes unheeded) above the header or the first row: titles, notes, comments. */
  skip_rows: number;
  /** Rows to leave out at the end; "auto": by csv/footer.ts while reading. */
  skip_footer: number | "auto";
  /** 0 to 1: how much better this reading of the file is than any other. */
  confidence: number;
};

/** What the file's owner may say; anything left out or "auto" is found. */
export type SniffOptions = {
  delimiter?: string;
  quote?: string | null;
  escape?: string | null;
  encoding?: string;
  header?: boolean | "auto";
  skip_rows?: number | "auto";
  skip_footer?: number | "auto";
  /** Whether the sample is the whole file, so that its last line is a whole line. */
  isWhole: boolean;
};
