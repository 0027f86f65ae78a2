/** A text with its parts between `<!-- generated: NAME -->` and `<!-- /generated -->` renewed. */
export const withParts = (text: string, parts: Readonly<Record<string, string>>): string =>
  Object.entries(parts).reduce((whole, [name, part]) => withPart(whole, name, part), text);

function withPart(text: string, name: string, part: string): string {
  const begin = `<!-- generated: ${name} -->\n`;
  const from = text.indexOf(begin) + begin.length;
  const to = text.indexOf('<!-- /generated -->', from);
  if (from < begin.length || to === -1) throw new Error(`there is no part "${name}" to fill`);
  return `${text.slice(0, from)}${part}\n${text.slice(to)}`;
}
