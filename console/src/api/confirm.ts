/** Asks the user to prove who they are, when the API wants that, and lets the request that needs it wait. */

type Listener = (isAsked: boolean) => void;

let listener: Listener | undefined;
let asked: PromiseWithResolvers<boolean> | undefined;

/** Resolves when they did, or with false when they would not. Several requests share one question. */
export function askForProof(): Promise<boolean> {
  if (!listener) return Promise.resolve(false);
  if (!asked) {
    asked = Promise.withResolvers();
    listener(true);
  }
  return asked.promise;
}

/** For the dialog that asks. */
export function answerProof(isProven: boolean): void {
  asked?.resolve(isProven);
  asked = undefined;
  listener?.(false);
}

export function onProofAsked(listen: Listener): () => void {
  listener = listen;
  return () => {
    answerProof(false);
    listener = undefined;
  };
}
