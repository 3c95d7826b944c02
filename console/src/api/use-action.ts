import { useMutation } from "@tanstack/react-query";

import { toText, useTell } from "../parts/toast.tsx";

/** Something that a button does: its failure is told, its success too where there is a word for it. */
export function useAction<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  done?: (output: Output, input: Input) => string | void,
) {
  const tell = useTell();
  return useMutation({
    mutationFn: act,
    onSuccess(output, input) {
      const text = done?.(output, input);
      if (text) tell("good", text);
    },
    onError: (error) => tell("bad", toText(error)),
  });
}
