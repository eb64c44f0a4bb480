/** The part of WebAssembly that arena.ts and its test use; TypeScript has it in its DOM library only, which a server lacks. */
declare namespace WebAssembly {
  interface Module {
    readonly [brand: symbol]: never;
  }
  interface Memory {
    readonly buffer: ArrayBuffer;
  }
  interface Instance {
    readonly exports: Record<string, unknown>;
  }
  const Module: {
    new (code: Uint8Array): Module;
    customSections(module: Module, name: string): ArrayBuffer[];
  };
  const Memory: new (size: { initial: number; maximum: number }) => Memory;
  const Instance: new (module: Module, imports: Record<string, Record<string, unknown>>) => Instance;
}
