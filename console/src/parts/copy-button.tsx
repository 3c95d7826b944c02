import { useTell } from "./toast.tsx";
import { Button } from "./button.tsx";

export function CopyButton({ text }: { readonly text: string }) {
  const tell = useTell();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      tell("good", "Copied.");
    } catch {
      tell("bad", "The browser does not let this page copy; select the text instead.");
    }
  };
  return (
    <Button isSmall icon="copy" onClick={() => void copy()}>
      Copy
    </Button>
  );
}
