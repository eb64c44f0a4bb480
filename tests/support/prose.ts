const SUBJECTS = ["solar panels", "wind turbines", "hydropower", "batteries", "geothermal heat", "tidal plants"];

/** Sentences that differ, on a few subjects, until there are so many words. */
export function prose(words: number): string {
  const paragraphs: string[] = [];
  for (let n = 0, count = 0; count < words; n++) {
    const subject = SUBJECTS[n % SUBJECTS.length];
    const sentences = Array.from(
      { length: 5 },
      (_, i) =>
        `In the year ${1900 + (n % 120)} report number ${5 * n + i} on ${subject} counted ${7 * n + i} sites in region ${n % 17}.`,
    );
    paragraphs.push(sentences.join(" "));
    count += 5 * 17;
  }
  return `${paragraphs.join("\n\n")}\n`;
}
