/** The help text of a declaration; names of values and fields are in backticks. */
export function Help({ text }: { readonly text: string }) {
  return text.split("`").map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part));
}
