// Where names are written, so that none lies over another: greedy, the most important first.

/** Breaks a name into lines of at most about so many letters, at blanks and after hyphens; no word is cut. */
export function broken(name, letters) {
  const lines = [''];
  for (const word of name.split(/(?<=[ -])/)) {
    const longer = lines.at(-1) + word;
    if (lines.at(-1) && longer.trimEnd().length > letters) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines.map((line) => line.trimEnd());
}

/**
 * Those of some labels {x, y: their middle, width, height}, the most important first, that lie in a window of `width` × `height` and on
 * none that was placed before.
 */
export function placed(labels, { width, height }) {
  const list = [];
  for (const label of labels) {
    const half = { x: label.width / 2, y: label.height / 2 };
    if (label.x < half.x || label.y < half.y || label.x > width - half.x || label.y > height - half.y) continue;
    if (list.every((other) => Math.abs(other.x - label.x) >= half.x + other.width / 2 || Math.abs(other.y - label.y) >= half.y + other.height / 2)) list.push(label);
  }
  return list;
}
