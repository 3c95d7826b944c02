import { useMutation } from "@tanstack/react-query";

import { tell, tellFailure } from "../parts/tell.ts";

/** What a button does: a failure is told, a success where there is a text for it. */
export function useAction<Input = void, Output = unknown>(
  act: (input: Input) => Promise<Output>,
  done?: (output: Output, input: Input) => string | void,
) {
  return useMutation({
    mutationFn: act,
    onSuccess(output, input) {
      const text = done?.(output, input);
      if (text) tell("good", text);
    },
    onError: (error) => tellFailure(error),
  });
}
