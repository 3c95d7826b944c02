/**
 * The part of the WebAssembly JavaScript interface that is used here: TypeScript has it in its DOM library only, which a
 * service must not see. Source: W3C, "WebAssembly JavaScript Interface".
 */
declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  const Module: new (bytes: Uint8Array) => Module;
  class Instance {
    constructor(module: Module, imports: Record<string, Record<string, (...args: number[]) => number | void>>);
    readonly exports: Readonly<Record<string, unknown>>;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
    grow(pages: number): number;
  }
  class Global {
    value: number;
  }
  class CompileError extends Error {}
}
