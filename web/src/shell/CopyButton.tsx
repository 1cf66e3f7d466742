import { useEffect, useState } from "react";

interface Props {
  text: string;
  label: string;
  /** What is said once it is copied. */
  done: string;
}

/** A small button that copies a text and says so in its own place. */
export function CopyButton({ text, label, done }: Props) {
  const [said, setSaid] = useState("");
  useEffect(() => {
    if (said === "") return;
    const timer = setTimeout(() => setSaid(""), 4_000);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setSaid(done),
      () => setSaid("The browser did not let it be copied"),
    );
  return (
    <div className="copy">
      <button type="button" className="copy-button" onClick={copy}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M5.5 5.5h8v8h-8Z M10.5 5.5v-3h-8v8h3" />
        </svg>
        {label}
      </button>
      <span className="copy-said" role="status">
        {said}
      </span>
    </div>
  );
}
