/** How long the first paint waits for the font, in ms. */
const longest = 500;

/** Waits for the faces that every page shows: text that changes its font while it is read moves. */
export async function fontsLoaded(): Promise<void> {
  const faces = ["400", "700"].map((weight) => document.fonts.load(`${weight} 14px "Open Sans"`));
  const tired = new Promise((resume) => setTimeout(resume, longest));
  await Promise.race([Promise.allSettled(faces), tired]);
}
