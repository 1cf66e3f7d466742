import CopyToClipboard from "@cloudscape-design/components/copy-to-clipboard";

interface Props {
  text: string;
  /** What it is, such as "SQL": for the label of the copy button. */
  what: string;
  /** How it is shown, where that is not as it is copied. */
  shown?: string;
}

/** A text to read and to copy: SQL, a policy statement, a command. */
export function Code({ text, what, shown = text }: Props) {
  return (
    <div className="code">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard. */}
      <section className="code-text" tabIndex={0} aria-label={what}>
        <pre>{shown}</pre>
      </section>
      <div className="code-copy">
        <CopyToClipboard
          variant="icon"
          textToCopy={text}
          copyButtonAriaLabel={`Copy ${what}`}
          copySuccessText="Copied"
          copyErrorText="The browser did not let it be copied"
        />
      </div>
    </div>
  );
}

/** JSON text with a line a member; other text as it is. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
