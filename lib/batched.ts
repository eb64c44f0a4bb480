type Waiting<Value> = { resolve(value: Value | undefined): void; reject(error: unknown): void };

/**
 * Lets many callers share one question: what is wanted while a question is under way waits, and goes into the next one.
 * So any number of callers hold one connection, and nobody is given an answer older than his own question.
 *
 * @param ask gives the values it found by key; when it fails, all who shared the question fail with it
 */
export function batched<Value>(
  ask: (keys: string[]) => Promise<Map<string, Value>>,
): (key: string) => Promise<Value | undefined> {
  let waiting = new Map<string, Waiting<Value>[]>();
  let isAsking = false;

  async function askAll(): Promise<void> {
    isAsking = true;
    while (waiting.size > 0) {
      const asked = waiting;
      waiting = new Map();
      try {
        const found = await ask([...asked.keys()]);
        for (const [key, callers] of asked) for (const { resolve } of callers) resolve(found.get(key));
      } catch (error) {
        for (const callers of asked.values()) for (const { reject } of callers) reject(error);
      }
    }
    isAsking = false;
  }

  return (key) =>
    new Promise((resolve, reject) => {
      const callers = waiting.get(key) ?? [];
      waiting.set(key, callers);
      callers.push({ resolve, reject });
      if (!isAsking) void askAll();
    });
}
