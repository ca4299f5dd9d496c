// What the classes are called, in a sentence and where there is little room.

const TAKES_AN = /^8/;

// A class in a sentence: "an 8"; a name that is a word stands as it is.
export const inSentence = (name) => (name.length > 1 ? name : `${TAKES_AN.test(name) ? "an" : "a"} ${name}`);

// All names, or the first word of each where some do not fit: squeezed names cannot be read.
export function shortNames(names, fits) {
  if (names.every(fits)) return names;
  const words = names.map((name) => name.split(" ")[0]);
  return new Set(words).size === names.length ? words : names;
}
