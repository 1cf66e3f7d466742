/** What begins a line of a query. */
const clauses =
  /^(SELECT|FROM|WHERE|GROUP BY|HAVING|ORDER BY|LIMIT|UNION ALL|UNION|(?:LEFT |RIGHT |FULL |INNER |CROSS )?JOIN|WITH)\b/i;

/**
 * Breaks a query into lines, one a clause, indented by its parentheses. Only white space outside quotes is changed; a query
 * that has lines already stays as it is.
 */
export function inLines(sql: string): string {
  if (sql.includes("\n")) return sql;
  const depths: boolean[] = []; // of each open parenthesis: whether a query stands in it
  let text = "";
  let at = 0;
  while (at < sql.length) {
    const rest = sql.slice(at);
    const quoted = /^('(?:[^']|'')*'|"(?:[^"]|"")*")/.exec(rest)?.[0];
    if (quoted) {
      text += quoted;
      at += quoted.length;
      continue;
    }
    const clause = /[\s(]$/.test(text) ? clauses.exec(rest)?.[0] : undefined;
    // Functions have clauses too, such as FROM in extract and trim: lines are broken in queries alone.
    if (clause && (depths.at(-1) ?? true)) {
      text = `${text.trimEnd()}\n${"  ".repeat(depths.filter(Boolean).length)}${clause}`;
      at += clause.length;
      continue;
    }
    const sign = rest[0] ?? "";
    if (sign === "(") depths.push(/^\(\s*(SELECT|WITH)\b/i.test(rest));
    if (sign === ")" && depths.pop()) text = `${text.trimEnd()}\n${"  ".repeat(depths.filter(Boolean).length)}`;
    text += sign;
    at++;
  }
  return text;
}
