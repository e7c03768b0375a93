/**
 * Breaks prose at spaces so that lines hold at most `width` columns; a word that is longer stays
 * whole on a line of its own.
 */
export function wrap(prose: string, width: number): readonly string[] {
  return prose.split('\n').flatMap((paragraph) => {
    const lines: string[] = [];
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else line = line === '' ? word : `${line} ${word}`;
    }
    return [...lines, line];
  });
}

/** Prose behind a label: the label once, the lines below it indented to where the prose begins. */
export function labelled(label: string, prose: string, indent: string, width: number): readonly string[] {
  const margin = `${indent}${label}`;
  const hanging = ' '.repeat(margin.length);
  return wrap(prose, width - margin.length).map((line, index) => (index === 0 ? margin : hanging) + line);
}
