/** Asks the user to re-authenticate when the API requires it, and holds the request until then. */

type Listener = (isAsked: boolean) => void;

let listener: Listener | undefined;
let asked: PromiseWithResolvers<boolean> | undefined;

/** Resolves with true when the user did, with false when they declined. Concurrent requests share one dialog. */
export function askForProof(): Promise<boolean> {
  if (!listener) return Promise.resolve(false);
  if (!asked) {
    asked = Promise.withResolvers();
    listener(true);
  }
  return asked.promise;
}

/** For the dialog. */
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
