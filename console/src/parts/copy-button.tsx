import { Button } from "./button.tsx";
import { tell } from "./tell.ts";

export function CopyButton({ text }: { readonly text: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell("good", "Copied.");
    } catch {
      tell("bad", "The browser does not allow this page to copy. Select the text instead.");
    }
  };
  return (
    <Button isSmall icon="copy" onClick={() => void copy()}>
      Copy
    </Button>
  );
}
