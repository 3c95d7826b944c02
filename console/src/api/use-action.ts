import { useMutation } from "@tanstack/react-query";

import { tell, tellFailure } from "../parts/tell.ts";

/** Runs a button's action: shows a failure, and a success if it has a text. */
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
