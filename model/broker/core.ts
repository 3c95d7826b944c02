/** NATS without JetStream, in memory: requests and their answers, and messages for those who listen right now. */
type Answer = (body: unknown) => Promise<unknown>;

export class Core {
  readonly #answers = new Map<string, Answer>();
  readonly #listeners = new Set<{ readonly subject: RegExp; readonly hear: (subject: string, data: string) => void }>();

  /** @param operation with its prefix, such as `loader.check_left`. */
  answer(operation: string, answer: Answer): void {
    this.#answers.set(operation, answer);
  }

  /** @returns undefined if nobody answers. */
  async request(operation: string, body: unknown): Promise<unknown> {
    const answer = this.#answers.get(operation);
    if (!answer) throw new Error("no responders");
    return answer(body);
  }

  listen(prefix: string, hear: (subject: string, data: string) => void): void {
    this.#listeners.add({ subject: new RegExp(`^${prefix}\\.`), hear });
  }

  publish(subject: string, data: string): void {
    for (const each of this.#listeners) if (each.subject.test(subject)) each.hear(subject, data);
  }
}
