import type { TextParagraph, TextRun, ViewElement } from "../api/types.gen";

/** A text of the dashboard's author. Nothing in it is markup. */
export function TextBox({ element }: { element: ViewElement }) {
  return (
    <section className="text-box" aria-label={element.Title || "Text"}>
      {(element.Text ?? []).map((paragraph, index) => (
        <Paragraph key={index} paragraph={paragraph} />
      ))}
    </section>
  );
}

function Paragraph({ paragraph }: { paragraph: TextParagraph }) {
  const runs = (paragraph.Runs ?? []).map((run, index) => <Run key={index} run={run} />);
  if (paragraph.Level === 1) return <h2 className="text-heading">{runs}</h2>;
  if (paragraph.Level === 2) return <h3 className="text-heading-small">{runs}</h3>;
  return <p>{runs}</p>;
}

function Run({ run }: { run: TextRun }) {
  let text = <>{run.Text}</>;
  if (run.Bold) text = <strong>{text}</strong>;
  if (run.Italic) text = <em>{text}</em>;
  if (run.Link?.startsWith("https://")) {
    return (
      <a href={run.Link} target="_blank" rel="noreferrer noopener">
        {text}
      </a>
    );
  }
  return text;
}
